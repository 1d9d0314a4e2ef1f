package dev.braid.testkit;

import dev.braid.api.FusionFactory;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.fusion.Combination;
import dev.braid.fusion.ConcatFusion;
import dev.braid.fusion.CrossAttentionFusion;
import dev.braid.fusion.Pooling;
import dev.braid.fusion.SumFusion;
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
}
