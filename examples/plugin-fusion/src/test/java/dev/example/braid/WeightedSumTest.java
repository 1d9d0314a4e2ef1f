package dev.example.braid;

import dev.braid.api.FusionFactory;
import dev.braid.testkit.FusionContract;

class WeightedSumTest extends FusionContract<WeightedSum.Options> {

  @Override
  protected FusionFactory<WeightedSum.Options> factory() {
    return new WeightedSum();
  }

  @Override
  protected WeightedSum.Options options() {
    return new WeightedSum.Options(5);
  }
}
