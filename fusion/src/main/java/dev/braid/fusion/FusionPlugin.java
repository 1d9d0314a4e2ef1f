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
        new BilinearFusion(),
        new ComparatorFusion(),
        new ConcatFusion(),
        new CrossAttentionFusion(),
        new DeepSetsFusion(),
        new FilmFusion(),
        new GatedFusion(),
        new LateFusion(),
        new LowRankTensorFusion(),
        new MagFusion(),
        new MaxFusion(),
        new MeanFusion(),
        new MixtureOfExpertsFusion(),
        new MultiplicativeInteractionFusion(),
        new NlGateFusion(),
        new ProductFusion(),
        new ProductOfExpertsFusion(),
        new SumFusion(),
        new TensorFusion());
  }
}
