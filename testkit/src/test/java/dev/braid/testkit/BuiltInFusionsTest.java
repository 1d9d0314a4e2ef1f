package dev.braid.testkit;

import dev.braid.api.FusionFactory;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.fusion.BlockFusion;
import dev.braid.fusion.Combination;
import dev.braid.fusion.ConcatFusion;
import dev.braid.fusion.CrossAttentionFusion;
import dev.braid.fusion.McbFusion;
import dev.braid.fusion.MfbFusion;
import dev.braid.fusion.MfhFusion;
import dev.braid.fusion.MlbFusion;
import dev.braid.fusion.MutanFusion;
import dev.braid.fusion.Pooling;
import dev.braid.fusion.SumFusion;
import dev.braid.fusion.TuckerFusion;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The built-in operators under the contract that strangers' operators are held to. */
class BuiltInFusionsTest {

  @Nested
  class Sum extends FusionContract<SumFusion.Options> {
    @Override
    protected FusionFactory<SumFusion.Options> factory() {
      return new SumFusion();
    }

    @Override
    protected SumFusion.Options options() {
      return new SumFusion.Options(5);
    }
  }

  @Nested
  class Concat extends FusionContract<ConcatFusion.Options> {
    @Override
    protected FusionFactory<ConcatFusion.Options> factory() {
      return new ConcatFusion();
    }

    @Override
    protected ConcatFusion.Options options() {
      return new ConcatFusion.Options(
          List.of(7), 5, Nonlinearity.TANH, ConcatFusion.Missing.LEARNED);
    }
  }

  @Nested
  class CrossAttention extends FusionContract<CrossAttentionFusion.Options> {
    @Override
    protected FusionFactory<CrossAttentionFusion.Options> factory() {
      return new CrossAttentionFusion();
    }

    @Override
    protected CrossAttentionFusion.Options options() {
      return new CrossAttentionFusion.Options(
          4, 2, 1, 8, Nonlinearity.GELU, true, true, null, Pooling.MEAN, Combination.CONCAT, 0);
    }
  }

  @Nested
  class Block extends FusionContract<BlockFusion.Options> {
    @Override
    protected FusionFactory<BlockFusion.Options> factory() {
      return new BlockFusion();
    }

    @Override
    protected BlockFusion.Options options() {
      return new BlockFusion.Options(8, 3, 2, 5, BlockFusion.Normalization.BEFORE_CAT);
    }
  }

  @Nested
  class Mcb extends FusionContract<McbFusion.Options> {
    @Override
    protected FusionFactory<McbFusion.Options> factory() {
      return new McbFusion();
    }

    @Override
    protected McbFusion.Options options() {
      return new McbFusion.Options(16, 5, Nonlinearity.TANH, true);
    }
  }

  @Nested
  class Mfb extends FusionContract<MfbFusion.Options> {
    @Override
    protected FusionFactory<MfbFusion.Options> factory() {
      return new MfbFusion();
    }

    @Override
    protected MfbFusion.Options options() {
      return new MfbFusion.Options(6, 2, 5, Nonlinearity.RELU, null, true);
    }
  }

  @Nested
  class Mfh extends FusionContract<MfhFusion.Options> {
    @Override
    protected FusionFactory<MfhFusion.Options> factory() {
      return new MfhFusion();
    }

    @Override
    protected MfhFusion.Options options() {
      return new MfhFusion.Options(6, 2, 2, 5, Nonlinearity.TANH, null, false);
    }
  }

  @Nested
  class Mlb extends FusionContract<MlbFusion.Options> {
    @Override
    protected FusionFactory<MlbFusion.Options> factory() {
      return new MlbFusion();
    }

    @Override
    protected MlbFusion.Options options() {
      return new MlbFusion.Options(8, 5, Nonlinearity.TANH, Nonlinearity.TANH, false);
    }
  }

  @Nested
  class Mutan extends FusionContract<MutanFusion.Options> {
    @Override
    protected FusionFactory<MutanFusion.Options> factory() {
      return new MutanFusion();
    }

    @Override
    protected MutanFusion.Options options() {
      return new MutanFusion.Options(4, 3, 5, true);
    }
  }

  @Nested
  class Tucker extends FusionContract<TuckerFusion.Options> {
    @Override
    protected FusionFactory<TuckerFusion.Options> factory() {
      return new TuckerFusion();
    }

    @Override
    protected TuckerFusion.Options options() {
      return new TuckerFusion.Options(3, 5, false);
    }
  }
}
