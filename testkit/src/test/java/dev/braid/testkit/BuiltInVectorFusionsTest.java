package dev.braid.testkit;

import dev.braid.api.nn.Nonlinearity;
import dev.braid.fusion.AttentionFusion;
import dev.braid.fusion.BilinearFusion;
import dev.braid.fusion.ComparatorFusion;
import dev.braid.fusion.DeepSetsFusion;
import dev.braid.fusion.FilmFusion;
import dev.braid.fusion.GatedFusion;
import dev.braid.fusion.LateFusion;
import dev.braid.fusion.LowRankTensorFusion;
import dev.braid.fusion.MagFusion;
import dev.braid.fusion.MaxFusion;
import dev.braid.fusion.MeanFusion;
import dev.braid.fusion.MixtureOfExpertsFusion;
import dev.braid.fusion.MultiplicativeInteractionFusion;
import dev.braid.fusion.NlGateFusion;
import dev.braid.fusion.ProductFusion;
import dev.braid.fusion.ProductOfExpertsFusion;
import dev.braid.fusion.TensorFusion;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The built-in operators on pooled vectors under the contract of all operators. */
class BuiltInVectorFusionsTest {

  @Nested
  class Attention extends GivenFusion<AttentionFusion.Options> {
    Attention() {
      super(new AttentionFusion(), new AttentionFusion.Options(5));
    }
  }

  @Nested
  class Bilinear extends GivenFusion<BilinearFusion.Options> {
    Bilinear() {
      super(new BilinearFusion(), new BilinearFusion.Options(5));
    }
  }

  @Nested
  class Comparator extends GivenFusion<ComparatorFusion.Options> {
    Comparator() {
      super(new ComparatorFusion(), new ComparatorFusion.Options(5, Nonlinearity.TANH));
    }
  }

  @Nested
  class DeepSets extends GivenFusion<DeepSetsFusion.Options> {
    DeepSets() {
      super(
          new DeepSetsFusion(),
          new DeepSetsFusion.Options(
              5,
              false,
              null,
              DeepSetsFusion.Axis.MODALITY,
              DeepSetsFusion.Pool.MAX,
              List.of(7),
              4,
              Nonlinearity.TANH));
    }
  }

  @Nested
  class Film extends GivenFusion<FilmFusion.Options> {
    Film() {
      super(new FilmFusion(), new FilmFusion.Options(5, true, 4, "image"));
    }
  }

  @Nested
  class Gated extends GivenFusion<GatedFusion.Options> {
    Gated() {
      super(new GatedFusion(), new GatedFusion.Options(5, GatedFusion.Gates.SOFTMAX, true));
    }
  }

  @Nested
  class Late extends GivenFusion<LateFusion.Options> {
    Late() {
      super(
          new LateFusion(),
          new LateFusion.Options(5, LateFusion.Weighting.LEARNED, LateFusion.Space.PROBABILITIES));
    }
  }

  @Nested
  class LowRankTensor extends GivenFusion<LowRankTensorFusion.Options> {
    LowRankTensor() {
      super(new LowRankTensorFusion(), new LowRankTensorFusion.Options(3, 5));
    }
  }

  @Nested
  class Mag extends GivenFusion<MagFusion.Options> {
    Mag() {
      super(new MagFusion(), new MagFusion.Options(1, true, "audio"));
    }
  }

  @Nested
  class Max extends GivenFusion<MaxFusion.Options> {
    Max() {
      super(new MaxFusion(), new MaxFusion.Options(5));
    }
  }

  @Nested
  class Mean extends GivenFusion<MeanFusion.Options> {
    Mean() {
      super(new MeanFusion(), new MeanFusion.Options(5));
    }
  }

  @Nested
  class MixtureOfExperts extends GivenFusion<MixtureOfExpertsFusion.Options> {
    MixtureOfExperts() {
      super(
          new MixtureOfExpertsFusion(),
          new MixtureOfExpertsFusion.Options(5, List.of(7), Nonlinearity.TANH, true, 2));
    }
  }

  @Nested
  class MultiplicativeInteraction extends GivenFusion<MultiplicativeInteractionFusion.Options> {
    MultiplicativeInteraction() {
      super(
          new MultiplicativeInteractionFusion(),
          new MultiplicativeInteractionFusion.Options(
              MultiplicativeInteractionFusion.Mode.MATRIX, 5));
    }
  }

  @Nested
  class NlGate extends GivenFusion<NlGateFusion.Options> {
    NlGate() {
      super(new NlGateFusion(), new NlGateFusion.Options(2, 3, 2, "image"));
    }
  }

  @Nested
  class Product extends GivenFusion<ProductFusion.Options> {
    Product() {
      super(new ProductFusion(), new ProductFusion.Options(5, Nonlinearity.SIGMOID));
    }
  }

  @Nested
  class ProductOfExperts extends GivenFusion<ProductOfExpertsFusion.Options> {
    ProductOfExperts() {
      super(
          new ProductOfExpertsFusion(),
          new ProductOfExpertsFusion.Options(
              5, true, ProductOfExpertsFusion.Moments.MEAN_LOG_VARIANCE));
    }
  }

  @Nested
  class Tensor extends GivenFusion<TensorFusion.Options> {
    Tensor() {
      super(new TensorFusion(), new TensorFusion.Options(2, List.of(7), 5, Nonlinearity.TANH));
    }
  }
}
