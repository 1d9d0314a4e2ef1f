package dev.braid.tasks.summarization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Head;
import dev.braid.api.model.ModelPass;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.List;

/**
 * A score for each frame from the frame and what all inputs say together: {@code MLP([frame;
 * fused])}. Outputs are logits {@code [B, T]}, 1 for real frames and 0 for others {@code [B, T]},
 * and the frames' own encodings {@code [B, T, D]}.
 */
final class FrameHead extends Head {

  private final String input;
  private final Mlp mlp;

  FrameHead(String input, int frameWidth, int fusedWidth, int width, double dropout) {
    this.input = input;
    mlp =
        child(
            "mlp", new Mlp(List.of(frameWidth + fusedWidth, width, 1), Nonlinearity.RELU, dropout));
  }

  @Override
  public NDList predict(ModelPass pass) {
    Encoding frames = pass.encoding(input);
    NDArray tokens = Tensors.cover(frames.requireTokens(), frames.requireMask());
    Encoding fused = pass.fused();
    // A sample without any input has no fused vector; zeros keep it finite.
    NDArray all = Tensors.orZeros(fused.present(), fused.requirePooled());
    Shape shape = tokens.getShape();
    NDArray everywhere =
        all.expandDims(1).broadcast(new Shape(shape.get(0), shape.get(1), all.getShape().get(1)));
    NDArray logits =
        mlp.apply(Tensors.concat(List.of(tokens, everywhere), 2), pass.training()).squeeze(2);
    return new NDList(logits, frames.requireMask().toType(DataType.FLOAT32, false), tokens);
  }
}
