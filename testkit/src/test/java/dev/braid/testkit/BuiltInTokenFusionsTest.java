package dev.braid.testkit;

import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.fusion.BilinearAttentionFusion;
import dev.braid.fusion.BottleneckFusion;
import dev.braid.fusion.CoAttentionFusion;
import dev.braid.fusion.Combination;
import dev.braid.fusion.GatedCrossAttentionFusion;
import dev.braid.fusion.GraphFusion;
import dev.braid.fusion.MergedAttentionFusion;
import dev.braid.fusion.MultFusion;
import dev.braid.fusion.PerceiverFusion;
import dev.braid.fusion.Pooling;
import dev.braid.fusion.QFormerFusion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** The built-in operators on tokens under the contract of all operators. */
class BuiltInTokenFusionsTest {

  @Nested
  class BilinearAttention extends GivenFusion<BilinearAttentionFusion.Options> {
    BilinearAttention() {
      super(
          new BilinearAttentionFusion(),
          new BilinearAttentionFusion.Options(4, 3, 2, 2, Nonlinearity.TANH));
    }

    @Override
    protected FusionInputs inputs() {
      Map<String, Integer> widths = new LinkedHashMap<>();
      widths.put("text", 6);
      widths.put("image", 5);
      return new FusionInputs(widths);
    }

    @Override
    protected Set<String> withoutInfluence() {
      return Set.of("attention.bias");
    }
  }

  @Nested
  class Bottleneck extends GivenFusion<BottleneckFusion.Options> {
    Bottleneck() {
      super(
          new BottleneckFusion(),
          new BottleneckFusion.Options(
              4, 2, 2, 0, 2, 8, Nonlinearity.GELU, true, Pooling.CLS, Combination.CONCAT, 0));
    }
  }

  @Nested
  class CoAttention extends GivenFusion<CoAttentionFusion.Options> {
    CoAttention() {
      super(
          new CoAttentionFusion(),
          new CoAttentionFusion.Options(
              4, 2, 1, 8, Nonlinearity.GELU, false, Pooling.MEAN, Combination.CONCAT, 0));
    }
  }

  @Nested
  class GatedCrossAttention extends GivenFusion<GatedCrossAttentionFusion.Options> {
    GatedCrossAttention() {
      super(
          new GatedCrossAttentionFusion(),
          new GatedCrossAttentionFusion.Options(
              4, 2, 1, 8, Nonlinearity.GELU, true, "image", Pooling.FIRST, 0));
    }
  }

  @Nested
  class GatedCrossAttentionTokens extends GivenFusion<GatedCrossAttentionFusion.Options> {
    GatedCrossAttentionTokens() {
      super(
          new GatedCrossAttentionFusion(),
          new GatedCrossAttentionFusion.Options(
              4, 2, 1, 8, Nonlinearity.GELU, false, null, Pooling.NONE, 0));
    }
  }

  @Nested
  class Graph extends GivenFusion<GraphFusion.Options> {
    Graph() {
      super(
          new GraphFusion(),
          new GraphFusion.Options(
              4, 2, 2, GraphFusion.Level.TOKEN, 0.2, Nonlinearity.ELU, true, Pooling.MEAN));
    }
  }

  @Nested
  class GraphNodes extends GivenFusion<GraphFusion.Options> {
    GraphNodes() {
      super(
          new GraphFusion(),
          new GraphFusion.Options(
              null, 2, 1, GraphFusion.Level.MODALITY, 0.2, Nonlinearity.ELU, false, Pooling.NONE));
    }
  }

  @Nested
  class MergedAttention extends GivenFusion<MergedAttentionFusion.Options> {
    MergedAttention() {
      super(
          new MergedAttentionFusion(),
          new MergedAttentionFusion.Options(
              4, 2, 1, 8, Nonlinearity.GELU, true, true, Pooling.CLS, 0));
    }
  }

  @Nested
  class MergedAttentionTokens extends GivenFusion<MergedAttentionFusion.Options> {
    MergedAttentionTokens() {
      super(
          new MergedAttentionFusion(),
          new MergedAttentionFusion.Options(
              4, 2, 1, 8, Nonlinearity.GELU, false, true, Pooling.NONE, 0));
    }
  }

  @Nested
  class Mult extends GivenFusion<MultFusion.Options> {
    Mult() {
      super(
          new MultFusion(),
          new MultFusion.Options(4, 2, 1, 1, 2, Nonlinearity.GELU, Pooling.LAST, true, 0));
    }
  }

  @Nested
  class Perceiver extends GivenFusion<PerceiverFusion.Options> {
    Perceiver() {
      super(
          new PerceiverFusion(),
          new PerceiverFusion.Options(
              4, 2, 1, 3, 1, true, 8, Nonlinearity.GELU, true, Pooling.MEAN, 0));
    }
  }

  @Nested
  class PerceiverTokens extends GivenFusion<PerceiverFusion.Options> {
    PerceiverTokens() {
      super(
          new PerceiverFusion(),
          new PerceiverFusion.Options(
              4, 2, 1, 3, 0, false, 8, Nonlinearity.GELU, true, Pooling.NONE, 0));
    }
  }

  @Nested
  class QFormer extends GivenFusion<QFormerFusion.Options> {
    QFormer() {
      super(
          new QFormerFusion(),
          new QFormerFusion.Options(
              4, 2, 2, 3, 2, 8, Nonlinearity.GELU, false, true, Pooling.MEAN, 0));
    }
  }

  @Nested
  class QFormerTokens extends GivenFusion<QFormerFusion.Options> {
    QFormerTokens() {
      super(
          new QFormerFusion(),
          new QFormerFusion.Options(
              4, 2, 1, 3, 1, 8, Nonlinearity.GELU, true, true, Pooling.NONE, 0));
    }
  }
}
