package dev.braid.core.inspect;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the data of a spec are like. As JSON the names are those of the components, written
 * snake_case; counts by split have the keys {@code train}, {@code validation} and {@code test},
 * empty splits left out except in {@code samples}.
 *
 * @param name of the experiment
 * @param samples those whose target can be used, by split
 * @param inputs by name
 * @param missingTogether which inputs samples lack, the most frequent combination first; samples
 *     that lack none are in none
 * @param labels of the target, or null where the task has none
 * @param broken samples that cannot be used; those of a bad target are not in {@code samples}
 * @param duplicates samples and values that are there more than once
 * @param warnings what should be looked at before training
 */
public record Inspection(
    String name,
    Map<String, Integer> samples,
    Map<String, Input> inputs,
    List<Combination> missingTogether,
    @Nullable Labels labels,
    Broken broken,
    Duplicates duplicates,
    List<Warning> warnings) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /**
   * An input.
   *
   * @param column of the data
   * @param files whether its values are files
   * @param present samples that have it, by split
   * @param missing samples that lack it, by split
   * @param different values, by content
   * @param original the sizes of values before the reader fits them to its limits, one for each
   *     dimension, over all samples: a text's number of words, the channels, height and width of a
   *     picture. Empty where no value can be read
   * @param read the same as the model gets them
   * @param cut samples whose value is longer than the reader keeps
   * @param vocabulary null where the features are not ids
   */
  public record Input(
      String modality,
      String column,
      boolean files,
      Map<String, Integer> present,
      Map<String, Integer> missing,
      int different,
      List<Extent> original,
      List<Extent> read,
      int cut,
      @Nullable Vocabulary vocabulary) {}

  /** How large values are in one dimension; percentiles are values that occur (nearest rank). */
  public record Extent(
      long min, long median, @JsonProperty("percentile_95") long percentile95, long max) {}

  /**
   * What a reader of ids learned.
   *
   * @param size how many ids there are, special ones counted
   * @param unknown the share of ids that are unknown, from 0 to 1, by split; empty where the reader
   *     has no such id
   */
  public record Vocabulary(int size, Map<String, Double> unknown) {}

  /** The samples that lack exactly these inputs, by split. */
  public record Combination(List<String> inputs, Map<String, Integer> samples) {}

  /**
   * The labels of the target.
   *
   * @param column of the target, or null where the task has no single one
   * @param classes how many there are in all splits
   * @param frequent up to 20, the most frequent in train first
   * @param others those that are not in {@code frequent}
   * @param majority the most frequent one in train
   * @param majorityShare of the samples that have it, by split: an accuracy that takes no model
   * @param imbalance the largest class of train divided by its smallest
   * @param unseen those that train has no sample of: whatever a model answers is wrong
   * @param rare those with 1 to 4 samples in train
   */
  public record Labels(
      @Nullable String column,
      int classes,
      List<Label> frequent,
      LabelGroup others,
      String majority,
      Map<String, Double> majorityShare,
      double imbalance,
      LabelGroup unseen,
      LabelGroup rare) {}

  /** A label with its samples by split. */
  public record Label(String label, Map<String, Integer> samples) {}

  /** Several labels: how many, their samples by split, and up to 20 of them by name. */
  public record LabelGroup(int classes, Map<String, Integer> samples, List<Label> first) {}

  /**
   * Samples that cannot be used.
   *
   * @param counts by split, then by the input that cannot be read or {@code target}
   * @param first up to 10 of them
   */
  public record Broken(Map<String, Map<String, Integer>> counts, List<BrokenExample> first) {}

  /** A sample that cannot be used, and why. */
  public record BrokenExample(String split, String sample, String input, String reason) {}

  /**
   * What is there more than once, broken samples left out.
   *
   * @param copies samples that are equal to an earlier one of their split in all inputs and target,
   *     by split
   * @param samples equal in all inputs and target, between splits
   * @param inputs the same value of one input, between splits, by input; files by content. Usual
   *     for a question, leakage for a picture
   * @param contradictions equal in all inputs, with different targets, in whichever splits
   */
  public record Duplicates(
      Map<String, Integer> copies,
      List<Overlap> samples,
      Map<String, List<Overlap>> inputs,
      Contradictions contradictions) {}

  /**
   * What two splits share.
   *
   * @param first a split
   * @param second another
   * @param samples of the second split that have what the first has too
   * @param firstExample the id of a sample of the first split
   * @param secondExample the id of a sample of the second that has the same
   */
  public record Overlap(
      String first, String second, int samples, String firstExample, String secondExample) {}

  /**
   * Samples that no model can get right together.
   *
   * @param groups how many different inputs have several targets
   * @param samples with these inputs
   * @param first one pair of each of up to 10 groups
   */
  public record Contradictions(int groups, int samples, List<Pair> first) {}

  /** Two samples with the same inputs. */
  public record Pair(String first, String firstTarget, String second, String secondTarget) {}

  /** What should be looked at, and what can be done. */
  public record Warning(Kind kind, String text, String remedy) {}

  /** What a warning is about. */
  public enum Kind {
    /** Splits share samples or files: results on one of them look better than they are. */
    @JsonProperty("leakage")
    LEAKAGE,
    /** The same inputs with different targets. */
    @JsonProperty("contradiction")
    CONTRADICTION,
    /** Labels that training never sees. */
    @JsonProperty("unseen_labels")
    UNSEEN_LABELS,
    /** An input that more than half of the samples of a split lack. */
    @JsonProperty("missing_input")
    MISSING_INPUT,
    /** Classes with fewer than 5 samples in train. */
    @JsonProperty("rare_classes")
    RARE_CLASSES,
    /** All samples of train have one label. */
    @JsonProperty("one_class")
    ONE_CLASS,
    /** Samples that cannot be used. */
    @JsonProperty("broken_samples")
    BROKEN_SAMPLES
  }

  /** Whether splits share samples or files. */
  public boolean leaks() {
    return warnings.stream().anyMatch(warning -> warning.kind() == Kind.LEAKAGE);
  }

  /** All of it. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers are always JSON", e);
    }
  }
}
