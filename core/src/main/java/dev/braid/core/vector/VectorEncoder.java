package dev.braid.core.vector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoder {@code vector}: an MLP from all numbers to one vector; with {@code tokens: each} also
 * a token for each number.
 */
public final class VectorEncoder implements EncoderFactory<VectorEncoder.Options> {

  /** Options of {@code vector}. */
  public record Options(
      @Option(value = "size of each vector", byDefault = "256", min = 1, max = 65536) int width,
      @Option(
              value = "widths of the hidden layers in front of the vector; [] is a linear map",
              byDefault = "[256]",
              min = 1,
              max = 65536)
          List<Integer> hidden,
      @Option(value = "function after each hidden layer", byDefault = "relu")
          Nonlinearity activation,
      @Option(value = "dropout after each hidden layer", byDefault = "0", min = 0, max = 0.95)
          double dropout,
      @Option(value = "layer normalisation of the vector", byDefault = "false") boolean norm,
      @Option(
              value = "each: a token for each number too, for fusion operators that want tokens",
              byDefault = "none")
          Tokens tokens) {}

  /** Which tokens there are. */
  public enum Tokens {
    /** None. */
    NONE,
    /** One for each number. */
    EACH
  }

  @Override
  public String type() {
    return "vector";
  }

  @Override
  public String description() {
    return "MLP over all numbers; optionally a token for each";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Modality modality() {
    return VectorReader.VECTOR;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.hidden().isEmpty() && options.dropout() > 0) {
      problems.add("dropout", "acts after hidden layers, and hidden: [] has none");
    }
  }

  @Override
  public EncodingSpec output(Options options, FeatureSpec features) {
    return options.tokens() == Tokens.EACH
        ? EncodingSpec.both(options.width())
        : EncodingSpec.pooled(options.width());
  }

  @Override
  public Encoder create(Options options, EncoderContext context) {
    return new Vector(options, context);
  }

  private static final class Vector extends Encoder {

    private final @Nullable Mlp mlp;
    private final @Nullable LayerNorm norm;
    private final @Nullable Tokenizer tokenizer;

    Vector(Options options, EncoderContext context) {
      Shape shape = context.features().shape();
      boolean pooled = context.wanted().contains(Form.POOLED);
      List<Integer> sizes = new ArrayList<>();
      sizes.add(Math.toIntExact(shape.size()));
      sizes.addAll(options.hidden());
      sizes.add(options.width());
      mlp = pooled ? child("mlp", new Mlp(sizes, options.activation(), options.dropout())) : null;
      norm = pooled && options.norm() ? child("norm", new LayerNorm(options.width())) : null;
      tokenizer =
          context.wanted().contains(Form.TOKENS)
              ? child("tokens", new Tokenizer(shape, options.width()))
              : null;
    }

    @Override
    public Encoding encode(InputBatch input, boolean training) {
      NDArray x = input.values();
      NDArray pooled = null;
      if (mlp != null) {
        NDArray flat = x.getShape().dimension() == 2 ? x : x.reshape(x.getShape().get(0), -1);
        pooled = mlp.apply(flat, training);
        pooled = norm == null ? pooled : norm.apply(pooled);
      }
      if (tokenizer == null) {
        return new Encoding(null, null, pooled, input.present());
      }
      NDArray tokens = tokenizer.apply(x);
      NDArray mask = input.present().expandDims(1).broadcast(tokens.getShape().slice(0, 2));
      return new Encoding(Tensors.cover(tokens, mask), mask, pooled, input.present());
    }
  }

  /**
   * Number j as the token {@code x_j w_j + b_j}; where presence is given, plus a learned vector
   * while number j is missing. The feature tokenizer of the FT-Transformer: Gorishniy et al.,
   * Revisiting deep learning models for tabular data, 2021, arXiv:2106.11959.
   */
  private static final class Tokenizer extends Module {

    private final Parameter weight;
    private final Parameter bias;
    private final @Nullable Parameter missing;

    Tokenizer(Shape shape, int width) {
      long size = shape.get(shape.dimension() - 1);
      weight = parameter("weight", Init.fanIn(width), size, width);
      bias = parameter("bias", Init.fanIn(width), size, width);
      missing =
          shape.dimension() == 2 ? parameter("missing", Init.fanIn(width), size, width) : null;
    }

    /** {@code [B, N]}, or {@code [B, 2, N]} with presence, to {@code [B, N, width]}. */
    NDArray apply(NDArray x) {
      if (missing == null) {
        return tokens(x);
      }
      NDArray there = x.get(new NDIndex(":, 1"));
      NDArray gone = there.neg().add(Tensors.scalar(there, 1));
      return tokens(x.get(new NDIndex(":, 0"))).add(gone.expandDims(2).mul(missing.getArray()));
    }

    private NDArray tokens(NDArray numbers) {
      return numbers.expandDims(2).mul(weight.getArray()).add(bias.getArray());
    }
  }
}
