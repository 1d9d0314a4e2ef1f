package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import org.jspecify.annotations.Nullable;

/**
 * The base of operators that take the tokens of all inputs as one sequence: {@code [P_1 x_1 + e_1;
 * ...; P_N x_N + e_N]}, with a learned {@code type_embedding.<m>} where asked for.
 */
abstract class JointFusion extends TokenFusion {

  private final Pooling pooling;
  private final Projection projection;
  private final @Nullable PerInput<Parameter> typeEmbedding;

  JointFusion(FusionInputs inputs, TokenOptions options, boolean typed) {
    super(inputs);
    pooling = options.pooling();
    projection = child("projection", new Projection(inputs, options.width()));
    int width = Projection.width(options.width(), inputs);
    typeEmbedding =
        typed
            ? PerInput.of(names(), m -> parameter("type_embedding." + m, Init.normal(0.02), width))
            : null;
  }

  /** From the tokens of all inputs, {@code [B, Σ T_m, width]}, to those that are pooled. */
  abstract Sequence read(Sequence joint, boolean training);

  @Override
  Encoding fuseTokens(
      PerInput<NDArray> x, PerInput<NDArray> masks, NDArray present, boolean training) {
    PerInput<Parameter> types = typeEmbedding;
    PerInput<NDArray> z = projection.apply(x);
    if (types != null) {
      z = z.map((m, tokens) -> tokens.add(types.get(m).getArray()));
    }
    return pooling.result(read(Sequence.join(z.list(), masks.list()), training), present);
  }
}
