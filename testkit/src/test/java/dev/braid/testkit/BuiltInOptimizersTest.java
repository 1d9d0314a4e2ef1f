package dev.braid.testkit;

import dev.braid.api.OptimizerFactory;
import dev.braid.core.optim.Adagrad;
import dev.braid.core.optim.Adam;
import dev.braid.core.optim.AdamW;
import dev.braid.core.optim.Lion;
import dev.braid.core.optim.RmsProp;
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

  @Nested
  class AdamWithDecoupledDecay extends OptimizerContract<AdamW.Options> {
    @Override
    protected OptimizerFactory<AdamW.Options> factory() {
      return new AdamW();
    }

    @Override
    protected AdamW.Options options() {
      return new AdamW.Options(0.05, 0.9, 0.999, 1e-8, 0.01);
    }
  }

  @Nested
  class PlainRmsProp extends OptimizerContract<RmsProp.Options> {
    @Override
    protected OptimizerFactory<RmsProp.Options> factory() {
      return new RmsProp();
    }

    @Override
    protected RmsProp.Options options() {
      return new RmsProp.Options(0.05, 0.99, 1e-8, 0, false, 0);
    }
  }

  @Nested
  class CenteredRmsPropWithMomentum extends OptimizerContract<RmsProp.Options> {
    @Override
    protected OptimizerFactory<RmsProp.Options> factory() {
      return new RmsProp();
    }

    @Override
    protected RmsProp.Options options() {
      return new RmsProp.Options(0.01, 0.9, 1e-4, 0.5, true, 0.01);
    }
  }

  @Nested
  class AdagradWithDecays extends OptimizerContract<Adagrad.Options> {
    @Override
    protected OptimizerFactory<Adagrad.Options> factory() {
      return new Adagrad();
    }

    @Override
    protected Adagrad.Options options() {
      return new Adagrad.Options(0.5, 0.001, 0.1, 1e-10, 0.01);
    }
  }

  @Nested
  class LionWithDecay extends OptimizerContract<Lion.Options> {
    @Override
    protected OptimizerFactory<Lion.Options> factory() {
      return new Lion();
    }

    @Override
    protected Lion.Options options() {
      return new Lion.Options(0.02, 0.9, 0.99, 0.01);
    }
  }
}
