package dev.braid.core.inspect;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Reader;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Task;
import dev.braid.core.check.InputPlan;
import dev.braid.core.compose.Maker;
import dev.braid.core.data.BrokenSample;
import dev.braid.core.data.BrokenSamples;
import dev.braid.core.experiment.Pipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts. Every value of every input is read, each different one once; what cannot be read is
 * counted and stops nothing.
 */
public final class Inspector {

  private static final int MOST_BROKEN = 10;

  private final Subject subject;
  private final Task task;
  private final @Nullable String target;
  private final List<String> splits;
  private final BrokenSamples broken = new BrokenSamples();
  private final Map<String, Map<Object, Value>> values = new LinkedHashMap<>();
  private final Map<String, InputCounts> inputs = new LinkedHashMap<>();
  private final Map<String, Overlaps> shared = new LinkedHashMap<>();
  private final Map<List<String>, Counts> missing = new LinkedHashMap<>();
  private final LabelCounts labels;
  private final Overlaps whole;
  private final Answers answers = new Answers();

  private Inspector(Subject subject) {
    this.subject = subject;
    task = Maker.task(subject.spec());
    target = Pipeline.target(subject.spec());
    Map<String, List<Sample>> all = subject.data().splits();
    splits = all.keySet().stream().filter(split -> !of(all, split).isEmpty()).toList();
    labels = new LabelCounts(splits);
    whole = new Overlaps(splits);
    broken.addAll(subject.data().broken());
    subject
        .spec()
        .inputs()
        .forEach(
            (name, plan) -> {
              Reader reader = of(subject.readers(), name);
              values.put(name, Value.all(reader, all.values(), plan.column()));
              inputs.put(name, new InputCounts(plan, reader, splits));
              shared.put(name, new Overlaps(splits));
            });
  }

  /** Looks at all of the data. */
  public static Inspection inspect(Subject subject) {
    Inspector inspector = new Inspector(subject);
    Map<String, List<Sample>> all = subject.data().splits();
    for (String split : inspector.splits) {
      of(all, split).forEach(sample -> inspector.add(split, sample));
    }
    return inspector.result();
  }

  private static <T> T of(Map<String, T> map, String name) {
    return Objects.requireNonNull(map.get(name));
  }

  private void add(String split, Sample sample) {
    String label = label(sample);
    if (label != null) {
      labels.add(split, label);
    }
    Map<String, Print> prints = new LinkedHashMap<>();
    List<String> lacking = new ArrayList<>();
    BrokenSample fault = null;
    for (InputPlan plan : subject.spec().inputs().values()) {
      String input = plan.name();
      Object raw = sample.value(plan.column());
      Value value = raw == null ? null : of(values, input).get(raw);
      of(inputs, input).add(split, value);
      if (value == null) {
        lacking.add(input);
      } else if (value.fault() != null && fault == null) {
        fault = new BrokenSample(sample.id(), input, value.fault());
      } else if (value.print() != null) {
        prints.put(input, value.print());
      }
    }
    if (!lacking.isEmpty()) {
      missing.computeIfAbsent(lacking, key -> new Counts(splits)).add(split, 1);
    }
    if (fault != null) {
      broken.add(split, fault);
    } else if (!prints.isEmpty()) {
      compare(split, sample, prints, label);
    }
  }

  private void compare(
      String split, Sample sample, Map<String, Print> prints, @Nullable String label) {
    prints.forEach((input, print) -> of(shared, input).add(split, print, sample.id()));
    whole.add(split, print(prints + " " + label), sample.id());
    if (label != null) {
      answers.add(print(prints.toString()), sample.id(), label);
    }
  }

  private static Print print(String text) {
    try {
      return Print.of(text);
    } catch (IOException e) {
      throw new IllegalStateException("a text is no file", e);
    }
  }

  /** The class of a sample; the text of its target where the task has no classes. */
  private @Nullable String label(Sample sample) {
    try {
      return task.classOf(sample);
    } catch (UnsupportedOperationException | BadDataException e) {
      Object value = target == null ? null : sample.value(target);
      return value == null ? null : value.toString();
    }
  }

  private Inspection result() {
    Map<String, Integer> samples = new LinkedHashMap<>();
    subject.data().splits().forEach((split, list) -> samples.put(split, list.size()));
    Map<String, Inspection.Input> counted = new LinkedHashMap<>();
    inputs.forEach((name, counts) -> counted.put(name, counts.result()));
    Map<String, List<Inspection.Overlap>> overlaps = new LinkedHashMap<>();
    shared.forEach((name, one) -> overlaps.put(name, one.between()));
    Inspection bare =
        new Inspection(
            subject.spec().name(),
            samples,
            counted,
            combinations(),
            labels.result(target),
            broken(),
            new Inspection.Duplicates(
                whole.copies().map(), whole.between(), overlaps, answers.result()),
            List.of());
    return new Inspection(
        bare.name(),
        bare.samples(),
        bare.inputs(),
        bare.missingTogether(),
        bare.labels(),
        bare.broken(),
        bare.duplicates(),
        new Warnings(bare, subject.spec().training().groupBy()).all());
  }

  private List<Inspection.Combination> combinations() {
    return missing.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<List<String>, Counts> entry) -> -entry.getValue().sum())
                .thenComparing(entry -> entry.getKey().toString()))
        .map(entry -> new Inspection.Combination(entry.getKey(), entry.getValue().map()))
        .toList();
  }

  /** Tasks name the sample themselves. */
  private static String reason(BrokenSample broken) {
    String name = broken.sample() + ": ";
    return broken.reason().startsWith(name)
        ? broken.reason().substring(name.length())
        : broken.reason();
  }

  private Inspection.Broken broken() {
    List<Inspection.BrokenExample> first = new ArrayList<>();
    for (String split : subject.data().splits().keySet()) {
      for (BrokenSample one : broken.of(split)) {
        if (first.size() < MOST_BROKEN) {
          first.add(new Inspection.BrokenExample(split, one.sample(), one.input(), reason(one)));
        }
      }
    }
    return new Inspection.Broken(broken.counts(), first);
  }
}
