package dev.braid.core.check;

import dev.braid.api.MetricFactory;
import dev.braid.api.metric.Bootstrap;
import dev.braid.api.metric.Interval;
import dev.braid.api.metric.Resampling;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.ProblemList;
import dev.braid.core.spec.SpecException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A measure with its input, found, bound and checked as the parts of a spec are. */
public record CheckedMetric(Bound<MetricFactory<?>> metric) {

  /**
   * Checks an input.
   *
   * @param name of the measure; underscores are hyphens
   * @param position where it is named
   * @param input by the names of the measure's input
   */
  public static CheckedMetric check(
      String name, Position position, Node.MapNode input, PartCatalog catalog)
      throws SpecException {
    String type = name.replace('_', '-');
    Map<String, Node.Entry> entries = new LinkedHashMap<>(input.entries());
    entries.put("type", new Node.Entry(position, new Node.ScalarNode(position, type, type)));
    Node.MapNode node = new Node.MapNode(input.position(), entries);
    ProblemList problems = new ProblemList();
    catalog.conflicts().forEach(c -> problems.add(position, "", c));
    problems.throwIfAny();
    PartBinder.Part<MetricFactory<?>> part =
        new PartBinder(catalog, problems).part(PartKind.METRIC, node, input.position(), type, null);
    problems.throwIfAny();
    return new CheckedMetric(Objects.requireNonNull(part).bound());
  }

  /** The measure's result. */
  public Object compute() {
    return compute(metric.factory(), metric);
  }

  private static <I extends Record> Object compute(MetricFactory<I> factory, Bound<?> bound) {
    return factory.compute(factory.options().cast(bound.options()));
  }

  /** The intervals of the numbers of the result that can have one, by their path in it. */
  public Map<String, Interval> intervals(Bootstrap bootstrap) {
    Resampling resampling = resampling(metric.factory(), metric);
    return resampling == null ? Map.of() : bootstrap.of(resampling);
  }

  private static <I extends Record> @Nullable Resampling resampling(
      MetricFactory<I> factory, Bound<?> bound) {
    return factory.resampling(factory.options().cast(bound.options()));
  }
}
