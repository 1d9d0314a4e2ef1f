package dev.braid.fusion;

import dev.braid.api.BraidPlugin;
import dev.braid.api.FusionFactory;
import java.util.List;

/** Brings the built-in fusion operators. */
public final class FusionPlugin implements BraidPlugin {

  @Override
  public List<FusionFactory<?>> fusions() {
    return List.of(
        new BlockFusion(),
        new ConcatFusion(),
        new CrossAttentionFusion(),
        new McbFusion(),
        new MfbFusion(),
        new MfhFusion(),
        new MlbFusion(),
        new MutanFusion(),
        new SumFusion(),
        new TuckerFusion());
  }
}
