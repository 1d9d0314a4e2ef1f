package dev.braid.testkit;

import dev.braid.api.OptimizerFactory;
import dev.braid.core.optim.Adam;
import dev.braid.core.optim.Sgd;
import org.junit.jupiter.api.Nested;

/** The built-in optimizers under the contract that strangers' optimizers are held to. */
class BuiltInOptimizersTest {

  @Nested
  class AdamWithDecay extends OptimizerContract<Adam.Options> {
    @Override
    protected OptimizerFactory<Adam.Options> factory() {
      return new Adam();
    }

    @Override
    protected Adam.Options options() {
      return new Adam.Options(0.05, 0.9, 0.999, 1e-8, 0.01);
    }
  }

  @Nested
  class SgdWithMomentum extends OptimizerContract<Sgd.Options> {
    @Override
    protected OptimizerFactory<Sgd.Options> factory() {
      return new Sgd();
    }

    @Override
    protected Sgd.Options options() {
      return new Sgd.Options(0.05, 0.9, 0, true, 0.01);
    }
  }

  @Nested
  class PlainSgd extends OptimizerContract<Sgd.Options> {
    @Override
    protected OptimizerFactory<Sgd.Options> factory() {
      return new Sgd();
    }

    @Override
    protected Sgd.Options options() {
      return new Sgd.Options(0.05, 0, 0, false, 0);
    }
  }
}
