package dev.braid.testkit;

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
  class Sum extends GivenFusion<SumFusion.Options> {
    Sum() {
      super(new SumFusion(), new SumFusion.Options(5));
    }
  }

  @Nested
  class Concat extends GivenFusion<ConcatFusion.Options> {
    Concat() {
      super(
          new ConcatFusion(),
          new ConcatFusion.Options(List.of(7), 5, Nonlinearity.TANH, ConcatFusion.Missing.LEARNED));
    }
  }

  @Nested
  class CrossAttention extends GivenFusion<CrossAttentionFusion.Options> {
    CrossAttention() {
      super(
          new CrossAttentionFusion(),
          new CrossAttentionFusion.Options(
              4,
              2,
              1,
              8,
              Nonlinearity.GELU,
              true,
              true,
              null,
              Pooling.MEAN,
              Combination.CONCAT,
              0));
    }
  }

  @Nested
  class Block extends GivenFusion<BlockFusion.Options> {
    Block() {
      super(
          new BlockFusion(),
          new BlockFusion.Options(8, 3, 2, 5, BlockFusion.Normalization.BEFORE_CAT));
    }
  }

  @Nested
  class Mcb extends GivenFusion<McbFusion.Options> {
    Mcb() {
      super(new McbFusion(), new McbFusion.Options(16, 5, Nonlinearity.TANH, true));
    }
  }

  @Nested
  class Mfb extends GivenFusion<MfbFusion.Options> {
    Mfb() {
      super(new MfbFusion(), new MfbFusion.Options(6, 2, 5, Nonlinearity.RELU, null, true));
    }
  }

  @Nested
  class Mfh extends GivenFusion<MfhFusion.Options> {
    Mfh() {
      super(new MfhFusion(), new MfhFusion.Options(6, 2, 2, 5, Nonlinearity.TANH, null, false));
    }
  }

  @Nested
  class Mlb extends GivenFusion<MlbFusion.Options> {
    Mlb() {
      super(
          new MlbFusion(),
          new MlbFusion.Options(8, 5, Nonlinearity.TANH, Nonlinearity.TANH, false));
    }
  }

  @Nested
  class Mutan extends GivenFusion<MutanFusion.Options> {
    Mutan() {
      super(new MutanFusion(), new MutanFusion.Options(4, 3, 5, true));
    }
  }

  @Nested
  class Tucker extends GivenFusion<TuckerFusion.Options> {
    Tucker() {
      super(new TuckerFusion(), new TuckerFusion.Options(3, 5, false));
    }
  }
}
