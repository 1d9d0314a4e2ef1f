package dev.braid.core.experiment;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Reader;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.check.WeightsOptions;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.run.Damage;
import dev.braid.core.run.FileFailure;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.run.Safetensors;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.ProblemList;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import dev.braid.core.train.ParameterPattern;
import dev.braid.core.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The run that a spec names under {@code weights}. A model takes values over from one of its
 * checkpoints, parameter by parameter, by name; a reader takes over what it had learned there
 * wherever the encoder behind it does, since numbers of words must stay what they were.
 */
public final class StartingWeights {

  private static final int LONGEST_LIST = 8;

  private final CheckedSpec spec;
  private final WeightsOptions options;
  private final RunDirectory run;
  private final long step;
  private final Map<String, Shape> shapes;

  private StartingWeights(CheckedSpec spec, WeightsOptions options) throws IOException {
    this.spec = spec;
    this.options = options;
    run = RunDirectory.open(shown(options));
    step =
        options.checkpoint() == WeightsOptions.Checkpoint.LAST
            ? run.checkpoints().last()
            : run.checkpoints().best();
    shapes = shapes(run.checkpoints().weights(step));
  }

  /**
   * Finds the run, if the spec names one.
   *
   * @throws BadDataException if it is no run, has no such checkpoint or is damaged
   */
  static Optional<StartingWeights> of(CheckedSpec spec) throws BadDataException {
    WeightsOptions options = spec.weights();
    if (options == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new StartingWeights(spec, options));
    } catch (IOException e) {
      throw unusable(spec, e);
    }
  }

  /** The parameters of the run, by name; none where it cannot be used. */
  public static Set<String> names(CheckedSpec spec) {
    try {
      return of(spec).map(weights -> weights.shapes.keySet()).orElse(Set.of());
    } catch (BadDataException e) {
      return Set.of();
    }
  }

  /** As the user wrote it, where it lies below the folder in which Braid was started. */
  private static Path shown(WeightsOptions options) {
    Path path = Path.of(options.run());
    Path here = Path.of("").toAbsolutePath();
    return path.startsWith(here) && !path.equals(here) ? here.relativize(path) : path;
  }

  private static Map<String, Shape> shapes(Path file) throws IOException {
    try {
      return Safetensors.shapes(file);
    } catch (IOException e) {
      throw Damage.of(e);
    }
  }

  private static BadDataException unusable(CheckedSpec spec, IOException e) {
    Position at = spec.complete().positionOf("weights", "run");
    return new BadDataException("%s weights.run: %s".formatted(at, FileFailure.reason(e)), e);
  }

  /**
   * Gives readers what those of the run had learned.
   *
   * @return the inputs whose readers need to learn nothing
   * @throws BadDataException if a reader is not the run's, naming the options that differ
   */
  Set<String> read(Map<String, Reader> readers) throws BadDataException {
    ProblemList problems = new ProblemList();
    Set<String> known = new LinkedHashSet<>();
    try {
      Node.MapNode theirs = inputs();
      for (Map.Entry<String, Reader> entry : readers.entrySet()) {
        String input = entry.getKey();
        if (theirs.get(input) == null || !encoder(input)) {
          continue;
        }
        compare(input, theirs.section(input), problems);
        if (problems.isEmpty()) {
          entry.getValue().load(run.input(input));
          known.add(input);
        }
      }
    } catch (IOException e) {
      throw unusable(spec, Damage.of(e));
    }
    throwIfAny(problems);
    return known;
  }

  private Node.MapNode inputs() throws IOException {
    try {
      return SpecReader.read(run.spec()).section("inputs");
    } catch (SpecException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Whether anything of an input's encoder is taken over, or would be if it had parameters. */
  private boolean encoder(String input) {
    String prefix = "encoders." + input + ".";
    return options.takes(prefix)
        || shapes.keySet().stream()
            .anyMatch(name -> name.startsWith(prefix) && options.takes(name));
  }

  private void compare(String input, Node.MapNode theirs, ProblemList problems) {
    Node.MapNode own = spec.complete().section("inputs").section(input);
    List<String> differences =
        SpecChanges.between(reading(theirs), reading(own)).stream()
            .map(SpecChanges.Change::toString)
            .toList();
    if (!differences.isEmpty()) {
      problems.add(
          spec.complete().positionOf("inputs", input, "reader"),
          "inputs." + input,
          "is read in another way than in %s, whose encoder of it is taken over: %s; give the same options or leave encoders.%s.* out with weights.parts"
              .formatted(run.path(), String.join(", ", differences), input));
    }
  }

  private static Node.MapNode reading(Node.MapNode input) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>(input.entries());
    entries.keySet().retainAll(List.of("modality", "reader"));
    return new Node.MapNode(input.position(), entries);
  }

  /**
   * Gives a model its first values and says which.
   *
   * @throws BadDataException if a shape differs or a pattern matches nothing; all of it at once,
   *     and nothing is taken over
   */
  Origin take(BraidModel model, TrainingListener listener) throws BadDataException {
    Map<String, Parameter> all = model.named();
    Map<String, Parameter> taken = new LinkedHashMap<>(all);
    taken.keySet().retainAll(shapes.keySet());
    ProblemList problems = new ProblemList();
    patterns(List.copyOf(taken.keySet()), problems);
    taken.keySet().removeIf(name -> !options.takes(name));
    if (taken.isEmpty() && problems.isEmpty()) {
      nothing(problems);
    }
    compare(taken, problems);
    throwIfAny(problems);
    try {
      run.checkpoints().loadSome(step, taken);
      Set<String> fresh = new LinkedHashSet<>(all.keySet());
      fresh.removeAll(taken.keySet());
      listener.note(
          "weights: %d of %d parameters from %s (step %,d)%s"
              .formatted(
                  taken.size(),
                  all.size(),
                  run.path(),
                  step,
                  fresh.isEmpty() ? "" : "; fresh: " + some(List.copyOf(fresh))));
      return origin();
    } catch (IOException e) {
      throw unusable(spec, e);
    }
  }

  private void patterns(List<String> shared, ProblemList problems) {
    List<String> parts = options.parts();
    if (parts == null) {
      return;
    }
    if (shared.isEmpty()) {
      nothing(problems);
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      ParameterPattern pattern = new ParameterPattern(parts.get(i));
      if (pattern.among(shared).isEmpty()) {
        Node list = spec.complete().section("weights").get("parts");
        Position at =
            list instanceof Node.ListNode nodes
                ? nodes.items().get(i).position()
                : spec.complete().positionOf("weights", "parts");
        problems.add(
            at,
            "weights.parts",
            "'%s' matches no parameter that %s has too%s"
                .formatted(pattern.glob(), run.path(), pattern.instead(shared)));
      }
    }
  }

  private void nothing(ProblemList problems) {
    problems.add(
        spec.complete().positionOf("weights"),
        "weights",
        "the model has no parameter to take over from %s: they go by name, such as encoders.picture.…; give the inputs the names they have there"
            .formatted(run.path()));
  }

  private void compare(Map<String, Parameter> taken, ProblemList problems) {
    List<String> lines = new ArrayList<>();
    taken.forEach(
        (name, parameter) -> {
          Shape theirs = Objects.requireNonNull(shapes.get(name));
          if (!theirs.equals(parameter.getArray().getShape())) {
            lines.add("%s: %s, here %s".formatted(name, theirs, parameter.getArray().getShape()));
          }
        });
    if (!lines.isEmpty()) {
      problems.add(
          spec.complete().positionOf("weights"),
          "weights",
          "%d %s in %s; give these parts the same options or leave them out with weights.parts:\n  %s"
              .formatted(
                  lines.size(),
                  lines.size() == 1
                      ? "parameter has another shape"
                      : "parameters have other shapes",
                  run.path(),
                  String.join("\n  ", lines)));
    }
  }

  private static String some(List<String> names) {
    int more = names.size() - LONGEST_LIST;
    return more <= 1
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, LONGEST_LIST)) + " and %,d more".formatted(more);
  }

  /** What is recorded of it. */
  Origin origin() throws BadDataException {
    try {
      return new Origin(options.run(), step, run.checkpoints().hash(step));
    } catch (IOException e) {
      throw unusable(spec, e);
    }
  }

  private static void throwIfAny(ProblemList problems) throws BadDataException {
    try {
      problems.throwIfAny();
    } catch (SpecException e) {
      throw new BadDataException(String.valueOf(e.getMessage()), e);
    }
  }
}
