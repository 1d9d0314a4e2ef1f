package dev.braid.core.check;

import dev.braid.api.FusionFactory;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.FusionInputs;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.ProblemList;
import dev.braid.core.spec.SpecException;

/**
 * A fusion operator without the rest of a spec, found, bound and checked as a spec's is.
 *
 * @param fusion the operator with its options
 * @param inputs what it fuses
 * @param fused what it yields
 */
public record CheckedFusion(
    Bound<FusionFactory<?>> fusion, FusionInputs inputs, EncodingSpec fused) {

  /**
   * Checks an operator.
   *
   * @param node a mapping with its type and options, as under {@code fusion} in a spec
   */
  public static CheckedFusion check(Node.MapNode node, FusionInputs inputs, PartCatalog catalog)
      throws SpecException {
    ProblemList problems = new ProblemList();
    catalog.conflicts().forEach(c -> problems.add(node.position(), "", c));
    problems.throwIfAny();
    PartBinder binder = new PartBinder(catalog, problems);
    PartBinder.Part<FusionFactory<?>> part =
        binder.part(PartKind.FUSION, node, node.position(), "fusion", null);
    EncodingSpec fused = part == null ? null : binder.fuse(part.bound(), inputs);
    problems.throwIfAny();
    if (part == null || fused == null) {
      throw new IllegalStateException("an operator without problems did not bind");
    }
    return new CheckedFusion(part.bound(), inputs, fused);
  }
}
