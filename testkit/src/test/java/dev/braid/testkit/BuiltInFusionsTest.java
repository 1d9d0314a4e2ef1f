package dev.braid.testkit;

import dev.braid.api.FusionFactory;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.fusion.BilinearAttentionFusion;
import dev.braid.fusion.BottleneckFusion;
import dev.braid.fusion.CoAttentionFusion;
import dev.braid.fusion.Combination;
import dev.braid.fusion.ConcatFusion;
import dev.braid.fusion.CrossAttentionFusion;
import dev.braid.fusion.GatedCrossAttentionFusion;
import dev.braid.fusion.GraphFusion;
import dev.braid.fusion.MergedAttentionFusion;
import dev.braid.fusion.MultFusion;
import dev.braid.fusion.PerceiverFusion;
import dev.braid.fusion.Pooling;
import dev.braid.fusion.QFormerFusion;
import dev.braid.fusion.SumFusion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
  class BilinearAttention extends FusionContract<BilinearAttentionFusion.Options> {
    @Override
    protected FusionFactory<BilinearAttentionFusion.Options> factory() {
      return new BilinearAttentionFusion();
    }

    @Override
    protected BilinearAttentionFusion.Options options() {
      return new BilinearAttentionFusion.Options(4, 3, 2, 2, Nonlinearity.TANH);
    }

    @Override
    protected FusionInputs inputs() {
      return new FusionInputs(new TreeMap<>(Map.of("image", 6, "text", 5)));
    }

    @Override
    protected Set<String> withoutInfluence() {
      return Set.of("attention.bias");
    }
  }

  @Nested
  class Bottleneck extends FusionContract<BottleneckFusion.Options> {
    @Override
    protected FusionFactory<BottleneckFusion.Options> factory() {
      return new BottleneckFusion();
    }

    @Override
    protected BottleneckFusion.Options options() {
      return new BottleneckFusion.Options(
          4, 2, 2, 0, 2, 8, Nonlinearity.GELU, true, Pooling.CLS, Combination.CONCAT, 0);
    }
  }

  @Nested
  class CoAttention extends FusionContract<CoAttentionFusion.Options> {
    @Override
    protected FusionFactory<CoAttentionFusion.Options> factory() {
      return new CoAttentionFusion();
    }

    @Override
    protected CoAttentionFusion.Options options() {
      return new CoAttentionFusion.Options(
          4, 2, 1, 8, Nonlinearity.GELU, false, Pooling.MEAN, Combination.CONCAT, 0);
    }
  }

  @Nested
  class GatedCrossAttention extends FusionContract<GatedCrossAttentionFusion.Options> {
    @Override
    protected FusionFactory<GatedCrossAttentionFusion.Options> factory() {
      return new GatedCrossAttentionFusion();
    }

    @Override
    protected GatedCrossAttentionFusion.Options options() {
      return new GatedCrossAttentionFusion.Options(
          4, 2, 1, 8, Nonlinearity.GELU, true, "image", Pooling.FIRST, 0);
    }
  }

  @Nested
  class GatedCrossAttentionTokens extends FusionContract<GatedCrossAttentionFusion.Options> {
    @Override
    protected FusionFactory<GatedCrossAttentionFusion.Options> factory() {
      return new GatedCrossAttentionFusion();
    }

    @Override
    protected GatedCrossAttentionFusion.Options options() {
      return new GatedCrossAttentionFusion.Options(
          4, 2, 1, 8, Nonlinearity.GELU, false, null, Pooling.NONE, 0);
    }
  }

  @Nested
  class Graph extends FusionContract<GraphFusion.Options> {
    @Override
    protected FusionFactory<GraphFusion.Options> factory() {
      return new GraphFusion();
    }

    @Override
    protected GraphFusion.Options options() {
      return new GraphFusion.Options(
          4, 2, 2, GraphFusion.Level.TOKEN, 0.2, Nonlinearity.ELU, true, Pooling.MEAN);
    }
  }

  @Nested
  class GraphNodes extends FusionContract<GraphFusion.Options> {
    @Override
    protected FusionFactory<GraphFusion.Options> factory() {
      return new GraphFusion();
    }

    @Override
    protected GraphFusion.Options options() {
      return new GraphFusion.Options(
          null, 2, 1, GraphFusion.Level.MODALITY, 0.2, Nonlinearity.ELU, false, Pooling.NONE);
    }
  }

  @Nested
  class MergedAttention extends FusionContract<MergedAttentionFusion.Options> {
    @Override
    protected FusionFactory<MergedAttentionFusion.Options> factory() {
      return new MergedAttentionFusion();
    }

    @Override
    protected MergedAttentionFusion.Options options() {
      return new MergedAttentionFusion.Options(
          4, 2, 1, 8, Nonlinearity.GELU, true, true, Pooling.CLS, 0);
    }
  }

  @Nested
  class MergedAttentionTokens extends FusionContract<MergedAttentionFusion.Options> {
    @Override
    protected FusionFactory<MergedAttentionFusion.Options> factory() {
      return new MergedAttentionFusion();
    }

    @Override
    protected MergedAttentionFusion.Options options() {
      return new MergedAttentionFusion.Options(
          4, 2, 1, 8, Nonlinearity.GELU, false, true, Pooling.NONE, 0);
    }
  }

  @Nested
  class Mult extends FusionContract<MultFusion.Options> {
    @Override
    protected FusionFactory<MultFusion.Options> factory() {
      return new MultFusion();
    }

    @Override
    protected MultFusion.Options options() {
      return new MultFusion.Options(4, 2, 1, 1, 2, Nonlinearity.GELU, Pooling.LAST, true, 0);
    }
  }

  @Nested
  class Perceiver extends FusionContract<PerceiverFusion.Options> {
    @Override
    protected FusionFactory<PerceiverFusion.Options> factory() {
      return new PerceiverFusion();
    }

    @Override
    protected PerceiverFusion.Options options() {
      return new PerceiverFusion.Options(
          4, 2, 1, 3, 1, true, 8, Nonlinearity.GELU, true, Pooling.MEAN, 0);
    }
  }

  @Nested
  class PerceiverTokens extends FusionContract<PerceiverFusion.Options> {
    @Override
    protected FusionFactory<PerceiverFusion.Options> factory() {
      return new PerceiverFusion();
    }

    @Override
    protected PerceiverFusion.Options options() {
      return new PerceiverFusion.Options(
          4, 2, 1, 3, 0, false, 8, Nonlinearity.GELU, true, Pooling.NONE, 0);
    }
  }

  @Nested
  class QFormer extends FusionContract<QFormerFusion.Options> {
    @Override
    protected FusionFactory<QFormerFusion.Options> factory() {
      return new QFormerFusion();
    }

    @Override
    protected QFormerFusion.Options options() {
      return new QFormerFusion.Options(
          4, 2, 2, 3, 2, 8, Nonlinearity.GELU, false, true, Pooling.MEAN, 0);
    }
  }

  @Nested
  class QFormerTokens extends FusionContract<QFormerFusion.Options> {
    @Override
    protected FusionFactory<QFormerFusion.Options> factory() {
      return new QFormerFusion();
    }

    @Override
    protected QFormerFusion.Options options() {
      return new QFormerFusion.Options(
          4, 2, 1, 3, 1, 8, Nonlinearity.GELU, true, true, Pooling.NONE, 0);
    }
  }
}
