package dev.braid.fusion;

import dev.braid.api.BraidPlugin;
import dev.braid.api.FusionFactory;
import java.util.List;

/** Brings the built-in fusion operators. */
public final class FusionPlugin implements BraidPlugin {

  @Override
  public List<FusionFactory<?>> fusions() {
    return List.of(
        new BilinearAttentionFusion(),
        new BottleneckFusion(),
        new CoAttentionFusion(),
        new ConcatFusion(),
        new CrossAttentionFusion(),
        new GatedCrossAttentionFusion(),
        new GraphFusion(),
        new MergedAttentionFusion(),
        new MultFusion(),
        new PerceiverFusion(),
        new QFormerFusion(),
        new SumFusion());
  }
}
