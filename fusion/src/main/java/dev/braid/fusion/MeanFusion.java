package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import org.jspecify.annotations.Nullable;

/**
 * {@code mean}: y = 1/n Σ P_m x_m over the n inputs that a sample has, {@code [B, width]}; zeros
 * where it has none. Common practice.
 */
public final class MeanFusion implements FusionFactory<MeanFusion.Options> {

  /** The options of {@code mean}. */
  public record Options(
      @Option(
              value =
                  "Width that each input is projected to; null averages the inputs as they are, which"
                      + " must then have one width",
              min = 1)
          @Nullable Integer width) {}

  @Override
  public String type() {
    return "mean";
  }

  @Override
  public String description() {
    return "Mean of the inputs that a sample has, projected to one width or as they are";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Form wants(Options options) {
    return Form.POOLED;
  }

  @Override
  public EncodingSpec output(Options options, FusionInputs inputs, Problems problems) {
    Projection.check(options.width(), inputs, problems);
    return EncodingSpec.pooled(Projection.width(options.width(), inputs));
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends VectorFusion {

    private final Projection projection;

    Block(Options options, FusionInputs inputs) {
      super(inputs);
      projection = child("projection", new Projection(inputs, options.width()));
    }

    @Override
    NDArray fuseVectors(PerInput<NDArray> x, PerInput<NDArray> present, boolean training) {
      return Combination.MEAN.apply(projection.apply(x), present, null);
    }
  }
}
