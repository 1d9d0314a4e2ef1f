package dev.braid.encoders.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.Encoding;
import dev.braid.api.nn.Embedding;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Tensors;
import dev.braid.encoders.text.RecurrentEncoder.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A stack of recurrent layers with the parameters of torch.nn.LSTM and GRU. Each layer and
 * direction is one call of the engine; the backward direction reads every sequence reversed by its
 * own length, so padding stays behind and never reaches a real state. The pooled vector is the
 * state after the last real token of each direction.
 */
final class Recurrent extends Encoder {

  private final Embedding embedding;
  private final Layers layers;
  private final boolean bidirectional;
  private final double dropout;
  private final int hidden;

  Recurrent(Cell cell, int rows, RecurrentEncoder.Options options) {
    bidirectional = options.bidirectional();
    dropout = options.dropout();
    hidden = bidirectional ? options.width() / 2 : options.width();
    embedding = child("embedding", new Embedding(rows, options.embedding()));
    layers =
        child(
            cell == Cell.LSTM ? "lstm" : "gru",
            new Layers(cell, options.embedding(), hidden, options.layers(), bidirectional));
  }

  @Override
  public Encoding encode(InputBatch input, boolean training) {
    NDArray mask = Objects.requireNonNull(input.mask());
    NDArray x = embedding.apply(input.values());
    NDArray reversed = bidirectional ? reversal(mask) : mask;
    for (int layer = 0; layer < layers.count(); layer++) {
      if (layer > 0) {
        x = Tensors.dropout(x, dropout, training);
      }
      NDArray forward = layers.run(layer, false, x, training);
      if (bidirectional) {
        NDArray backward =
            reorder(layers.run(layer, true, reorder(x, reversed), training), reversed);
        x = forward.concat(backward, 2);
      } else {
        x = forward;
      }
    }
    NDArray pooled;
    if (bidirectional) {
      NDArray ahead = Tensors.lastReal(x.get("..., 0:{}", hidden), mask);
      pooled = ahead.concat(Tensors.firstReal(x.get("..., {}:", hidden), mask), 1);
    } else {
      pooled = Tensors.lastReal(x, mask);
    }
    return new Encoding(Tensors.cover(x, mask), mask, pooled, input.present());
  }

  /** {@code [B, T]}: position t of a sequence of length n becomes n-1-t; padding stays. */
  private static NDArray reversal(NDArray mask) {
    NDManager manager = mask.getManager();
    NDArray real = mask.toType(DataType.INT64, false);
    NDArray position = manager.arange(0, (int) mask.getShape().get(1), 1, DataType.INT64);
    NDArray end = real.sum(new int[] {1}, true).sub(1);
    NDArray mirrored = end.sub(position);
    return Tensors.or(
            mask.reshape(-1), mirrored.reshape(-1), real.zerosLike().add(position).reshape(-1))
        .reshape(mask.getShape());
  }

  private static NDArray reorder(NDArray x, NDArray index) {
    return x.gather(index.expandDims(2).broadcast(x.getShape()), 1);
  }

  /** The weights of all layers and directions. */
  private static final class Layers extends Module {
    private final Cell cell;
    private final int hidden;
    private final int count;
    private final List<List<Parameter>> forward = new ArrayList<>();
    private final List<List<Parameter>> backward = new ArrayList<>();

    Layers(Cell cell, int in, int hidden, int count, boolean bidirectional) {
      this.cell = cell;
      this.hidden = hidden;
      this.count = count;
      for (int layer = 0; layer < count; layer++) {
        int width = layer == 0 ? in : bidirectional ? 2 * hidden : hidden;
        forward.add(weights("_l" + layer, width));
        if (bidirectional) {
          backward.add(weights("_l" + layer + "_reverse", width));
        }
      }
    }

    private List<Parameter> weights(String suffix, int in) {
      long rows = (long) cell.gates * hidden;
      Init init = Init.fanIn(hidden);
      return List.of(
          parameter("weight_ih" + suffix, init, rows, in),
          parameter("weight_hh" + suffix, init, rows, hidden),
          parameter("bias_ih" + suffix, init, rows),
          parameter("bias_hh" + suffix, init, rows));
    }

    int count() {
      return count;
    }

    /** All states of one layer and direction, {@code [B, T, hidden]}. */
    NDArray run(int layer, boolean reverse, NDArray x, boolean training) {
      NDList weights = new NDList();
      (reverse ? backward : forward).get(layer).forEach(p -> weights.add(p.getArray()));
      NDArray start = x.getManager().zeros(new Shape(1, x.getShape().get(0), hidden));
      NDList result =
          cell == Cell.LSTM
              ? x.getNDArrayInternal()
                  .lstm(x, new NDList(start, start), weights, true, 1, 0, training, false, true)
              : x.getNDArrayInternal().gru(x, start, weights, true, 1, 0, training, false, true);
      return result.get(0);
    }
  }
}
