package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Tensors;
import java.util.List;

/**
 * {@code product-of-experts}: each input gives a Gaussian with mean μ_m = A_m x_m and log-variance
 * B_m x_m, the result is their product: t_m = 1/(exp(B_m x_m) + 1e-8), T = Σ t_m (+ 1 with the
 * prior N(0, 1)), μ = Σ t_m μ_m / T; y = μ {@code [B, width]}, or [μ; -log T] {@code [B, 2 *
 * width]}. No sampling. Cao and Fleet 2014 (arXiv:1410.7827); MVAE, Wu and Goodman 2018
 * (arXiv:1802.05335).
 *
 * <p>The expert of an absent input is left out of both sums; zeros where there is neither an expert
 * nor the prior. Log-variances above 60 count as 60, beyond which exp leaves float32.
 */
public final class ProductOfExpertsFusion extends VectorFactory<ProductOfExpertsFusion.Options> {

  /** What of the product is the result. */
  public enum Moments {
    /** Its mean. */
    MEAN,
    /** Its mean and, behind it, its log-variance. */
    MEAN_LOG_VARIANCE
  }

  /** The options of {@code product-of-experts}. */
  public record Options(
      @Option(value = "Width of the Gaussians", byDefault = "256", min = 1, max = 65536) int width,
      @Option(value = "Whether the prior N(0, 1) is one of the experts", byDefault = "true")
          boolean prior,
      @Option(value = "The mean alone, or with the log-variance behind it", byDefault = "mean")
          Moments output) {}

  @Override
  public String type() {
    return "product-of-experts";
  }

  @Override
  public String description() {
    return "Product of a Gaussian from each input, as in the MVAE, without sampling";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Multiplies a Gaussian from each input",
            """
            μ_m = A_m x_m,  t_m = 1 / (exp(B_m x_m) + 1e-8)
            T = Σ t_m (+ 1 with the prior),  μ = Σ t_m μ_m / T
            y = μ, or [μ; -log T]
            """)
        .from("Cao and Fleet 2014, arXiv:1410.7827; MVAE, Wu and Goodman 2018, arXiv:1802.05335")
        .absent("Left out of both sums; zeros where there is neither an expert nor the prior.")
        .yields("width")
        .cost("means and log-variances", "Σ_m 2 · (d_m + 1) · width", "Σ_m 2 · d_m · width")
        .example("width: W")
        .advice(
            "For inputs that are often missing: a sure input outweighs an unsure one in each "
                + "channel, and any subset gives a proper result. Without a probabilistic loss the "
                + "variances are just weights. There is no sampling, and inputs are not multiplied "
                + "with each other.");
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  int width(Options options, FusionInputs inputs, Problems problems) {
    return options.output() == Moments.MEAN ? options.width() : 2 * options.width();
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends VectorFusion {

    private final Options options;
    private final PerInput<Linear> mean;
    private final PerInput<Linear> logVariance;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      this.options = options;
      mean = layers("mean.", inputs);
      logVariance = layers("log_variance.", inputs);
    }

    private PerInput<Linear> layers(String prefix, FusionInputs inputs) {
      return PerInput.of(
          inputs.names(), m -> child(prefix + m, new Linear(inputs.width(m), options.width())));
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      PerInput<NDArray> precision =
          logVariance.map(
              (m, layer) -> Tensors.orZeros(present.get(m), precision(layer.apply(x.get(m)))));
      NDArray weighted =
          Tensors.sum(mean.map((m, a) -> precision.get(m).mul(a.apply(x.get(m)))).list());
      NDArray sum = Tensors.sum(precision.list());
      NDArray total = options.prior() ? sum.add(1) : sum;
      NDArray divisor = NDArrays.where(total.neq(0), total, Tensors.scalar(total, 1));
      NDArray mu = weighted.div(divisor);
      return options.output() == Moments.MEAN
          ? mu
          : Tensors.concat(List.of(mu, divisor.log().neg()), 1);
    }

    private static NDArray precision(NDArray logVariance) {
      NDArray variance = logVariance.minimum(Tensors.scalar(logVariance, 60)).exp().add(1e-8f);
      return Tensors.scalar(variance, 1).div(variance);
    }
  }
}
