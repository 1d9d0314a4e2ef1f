package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The base of operators that keep one stream of tokens for each input: project, put a cls token in
 * front where asked for, let layers update the streams, norm (pre-norm only), pool each stream and
 * combine the vectors.
 */
abstract class StreamFusion extends TokenFusion {

  private final List<String> streams;
  private final Pooling pooling;
  private final Combination combine;
  private final Projection projection;
  private final @Nullable PerInput<Parameter> cls;
  private final @Nullable PerInput<LayerNorm> norm;
  private final @Nullable PerInput<Parameter> missing;

  /**
   * For all inputs.
   *
   * @param streams those whose streams are pooled
   */
  StreamFusion(
      FusionInputs inputs, List<String> streams, StreamOptions options, Combination combine) {
    super(inputs);
    this.streams = streams;
    this.combine = combine;
    pooling = options.pooling();
    int width = Projection.width(options.width(), inputs);
    projection = child("projection", new Projection(inputs, options.width()));
    cls = pooling == Pooling.CLS ? vectors("cls.", width) : null;
    norm =
        options.preNorm()
            ? PerInput.of(streams, m -> child("norm." + m, new LayerNorm(width)))
            : null;
    missing = combine == Combination.CONCAT ? vectors("missing.", width) : null;
  }

  private PerInput<Parameter> vectors(String prefix, int width) {
    return PerInput.of(streams, m -> parameter(prefix + m, Init.normal(0.02), width));
  }

  /**
   * Passes the streams through the layers.
   *
   * @param tokens {@code [B, T_m, width]}
   * @param masks {@code [B, T_m]} boolean; a cls token is real where its input is present
   * @param present {@code [B]} boolean of each input
   */
  abstract PerInput<NDArray> update(
      PerInput<NDArray> tokens,
      PerInput<NDArray> masks,
      PerInput<NDArray> present,
      boolean training);

  @Override
  final Encoding fuseTokens(
      PerInput<NDArray> x, PerInput<NDArray> masks, NDArray present, boolean training) {
    PerInput<NDArray> here = masks.map((m, mask) -> Tensors.anyReal(mask));
    PerInput<NDArray> bare = projection.apply(x);
    PerInput<NDArray> tokens = bare;
    PerInput<NDArray> real = masks;
    if (cls != null) {
      PerInput<Sequence> led =
          cls.map(
              (m, c) ->
                  new Sequence(Tensors.repeat(c, bare.get(m)), here.get(m).expandDims(1))
                      .then(new Sequence(bare.get(m), masks.get(m))));
      tokens = bare.with(led.map((m, sequence) -> sequence.tokens()));
      real = masks.with(led.map((m, sequence) -> sequence.mask()));
    }
    PerInput<NDArray> mask = real;
    PerInput<NDArray> last = update(tokens, mask, here, training);
    PerInput<NDArray> ends = norm == null ? last : norm.map((m, layer) -> layer.apply(last.get(m)));
    PerInput<NDArray> pooled = PerInput.of(streams, m -> pooling.apply(ends.get(m), mask.get(m)));
    return Encoding.ofPooled(combine.apply(pooled, here, missing), present);
  }
}
