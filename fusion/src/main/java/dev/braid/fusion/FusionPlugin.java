package dev.braid.fusion;

import dev.braid.api.BraidPlugin;
import dev.braid.api.FusionFactory;
import java.util.List;

/** Brings the built-in fusion operators. */
public final class FusionPlugin implements BraidPlugin {

  @Override
  public List<FusionFactory<?>> fusions() {
    return List.of(
        new AttentionFusion(),
        new BilinearAttentionFusion(),
        new BilinearFusion(),
        new BlockFusion(),
        new BottleneckFusion(),
        new CoAttentionFusion(),
        new ComparatorFusion(),
        new ConcatFusion(),
        new CrossAttentionFusion(),
        new DeepSetsFusion(),
        new FilmFusion(),
        new GatedCrossAttentionFusion(),
        new GatedFusion(),
        new GraphFusion(),
        new LateFusion(),
        new LowRankTensorFusion(),
        new MagFusion(),
        new MaxFusion(),
        new McbFusion(),
        new MeanFusion(),
        new MergedAttentionFusion(),
        new MfbFusion(),
        new MfhFusion(),
        new MixtureOfExpertsFusion(),
        new MlbFusion(),
        new MultFusion(),
        new MultiplicativeInteractionFusion(),
        new MutanFusion(),
        new NlGateFusion(),
        new PerceiverFusion(),
        new ProductFusion(),
        new ProductOfExpertsFusion(),
        new QFormerFusion(),
        new SumFusion(),
        new TensorFusion(),
        new TuckerFusion());
  }
}
