package dev.braid.tasks.pretraining;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.TaskFactory;
import dev.braid.api.model.Form;
import dev.braid.api.model.Intake;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The task {@code pretraining}: see {@link Options}. */
public final class PretrainingTask implements TaskFactory<PretrainingTask.Options> {

  /** Options of {@code pretraining}; an objective that is not named is not trained. */
  public record Options(
      @Option("input that is one side of a pair; by default the first") @Nullable String query,
      @Option("input that is the other side; by default the second") @Nullable String target,
      @Option("column in which equal values belong together, beside equal targets")
          @Nullable String key,
      @Option("draw the sides of a pair together and those of different pairs apart (ITC)")
          @Nullable Contrastive contrastive,
      @Option("tell right pairs from wrong ones, hard ones where contrastive is on (ITM)")
          @Nullable Matching matching,
      @Option("fill in masked words (MLM)") @Nullable MaskedWords maskedWords,
      @Option("paint masked patches (MPM)") @Nullable MaskedPatches maskedPatches) {

    /** The input that is one side. */
    String query(List<String> inputs) {
      return query == null ? inputs.get(0) : query;
    }

    /** The input that is the other side: the first that is not {@link #query}. */
    String target(List<String> inputs) {
      String other = query(inputs);
      return target != null
          ? target
          : inputs.stream().filter(input -> !input.equals(other)).findFirst().orElse(other);
    }

    /** Whether pairs are looked at. */
    boolean pairs() {
      return contrastive != null || matching != null;
    }
  }

  /** Options of {@code contrastive}. */
  public record Contrastive(
      @Option(value = "of its loss", byDefault = "1", min = 0, max = 1000) double weight,
      @Option(value = "size of the embeddings", byDefault = "128", min = 1, max = 65536) int width,
      @Option(
              value = "temperature at the start; it is learned",
              byDefault = "0.07",
              min = 0.01,
              max = 10)
          double temperature) {}

  /** Options of {@code matching}. */
  public record Matching(
      @Option(value = "of its loss", byDefault = "1", min = 0, max = 1000) double weight) {}

  /** Options of {@code masked_words}. */
  public record MaskedWords(
      @Option("input whose words are masked") String input,
      @Option(value = "of its loss", byDefault = "1", min = 0, max = 1000) double weight,
      @Option(value = "share of words that is masked", byDefault = "0.15", min = 0.01, max = 0.9)
          double rate) {}

  /** Options of {@code masked_patches}. */
  public record MaskedPatches(
      @Option("input whose patches are masked") String input,
      @Option(value = "of its loss", byDefault = "1", min = 0, max = 1000) double weight,
      @Option(value = "share of patches that is masked", byDefault = "0.5", min = 0.01, max = 0.9)
          double rate) {}

  @Override
  public String type() {
    return "pretraining";
  }

  @Override
  public String description() {
    return "learn from pairs without labels: contrast, matching, masked words and patches";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (!options.pairs() && options.maskedWords() == null && options.maskedPatches() == null) {
      problems.add(
          "",
          "names no objective; known: contrastive, masked_patches, masked_words, matching,"
              + " such as {type: pretraining, contrastive: {}}");
    }
  }

  @Override
  public List<Column> columns(Options options) {
    return options.key() == null ? List.of() : List.of(new Column("key", options.key()));
  }

  @Override
  public Intake intake(Options options, List<String> inputs, Problems problems) {
    Map<String, String> named = new LinkedHashMap<>();
    if (options.pairs()) {
      named.put("query", options.query(inputs));
      named.put("target", options.target(inputs));
      if (options.query(inputs).equals(options.target(inputs))) {
        problems.add("target", "a pair has two sides, and both are '%s'".formatted(inputs.get(0)));
      }
    }
    if (options.maskedWords() != null) {
      named.put("masked_words", options.maskedWords().input());
    }
    if (options.maskedPatches() != null) {
      named.put("masked_patches", options.maskedPatches().input());
    }
    List<String> wrong = new ArrayList<>();
    named.forEach(
        (option, input) -> {
          if (!inputs.contains(input)) {
            wrong.add(input);
            problems.add(
                option,
                "there is no input '%s'; known: %s".formatted(input, String.join(", ", inputs)));
          }
        });
    Intake intake = Intake.fusing(inputs);
    if (!wrong.isEmpty()) {
      return intake;
    }
    if (options.contrastive() != null) {
      intake =
          intake.with(options.query(inputs), Form.POOLED).with(options.target(inputs), Form.POOLED);
    }
    if (options.maskedWords() != null) {
      intake = intake.with(Objects.requireNonNull(named.get("masked_words")), Form.TOKENS);
    }
    if (options.maskedPatches() != null) {
      intake = intake.with(Objects.requireNonNull(named.get("masked_patches")), Form.TOKENS);
    }
    return intake;
  }

  @Override
  public Task create(Options options, TaskContext context) {
    return new Pretraining(options, context);
  }
}
