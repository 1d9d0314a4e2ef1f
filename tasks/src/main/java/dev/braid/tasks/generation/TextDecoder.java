package dev.braid.tasks.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.braid.api.nn.Embedding;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Sinusoids;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * An autoregressive Transformer over words that attends encoded tokens; Vaswani et al. 2017. The
 * norms stand in front of the sub-layers and after the last layer, places are sinusoids, and the
 * encoded tokens are brought to its width by a linear layer and a norm.
 */
public final class TextDecoder extends Module {

  private final double dropout;
  private final Linear memory;
  private final LayerNorm normMemory;
  private final Embedding embedding;
  private final List<DecoderLayer> layers = new ArrayList<>();
  private final LayerNorm norm;
  private final Linear output;

  /**
   * Its sizes.
   *
   * @param words how many numbers of words there are
   * @param memory the width of the encoded tokens
   * @param width of its own vectors, a multiple of heads
   * @param heads of each attention
   * @param layers on each other
   * @param feedForward the inner width of the feed-forward
   */
  public record Sizes(int words, int memory, int width, int heads, int layers, int feedForward) {}

  /** Dropout acts on embeddings, attention weights, in the feed-forward and on residuals. */
  public TextDecoder(Sizes sizes, double dropout) {
    this.dropout = dropout;
    int width = sizes.width();
    memory = child("memory", new Linear(sizes.memory(), width));
    normMemory = child("norm_memory", new LayerNorm(width));
    embedding = child("embedding", new Embedding(sizes.words(), width));
    for (int i = 0; i < sizes.layers(); i++) {
      layers.add(
          child(
              "layers." + i, new DecoderLayer(width, sizes.heads(), sizes.feedForward(), dropout)));
    }
    norm = child("norm", new LayerNorm(width));
    output = child("output", new Linear(width, sizes.words()));
  }

  /**
   * The encoded tokens of samples in the decoder's width.
   *
   * @param tokens {@code [B, S, width]}
   * @param mask {@code [B, S]} boolean, true for real tokens; a sample may have none
   */
  public record Memory(NDArray tokens, NDArray mask) {

    /** Some of the samples, by int64 {@code [R]}; a sample may come more than once. */
    public Memory rows(NDArray index) {
      return new Memory(Tensors.rows(tokens, index), Tensors.rowsOfMask(mask, index));
    }
  }

  /** Encoded tokens {@code [B, S, D]} under {@code [B, S]} as a memory. */
  public Memory memory(NDArray tokens, NDArray mask) {
    return new Memory(normMemory.apply(memory.apply(tokens)), mask);
  }

  /**
   * The logits of each word that may come next.
   *
   * @param ids {@code [B, T]} int64, texts that begin with {@link Words#BEGIN}; what stands behind
   *     a text does not matter to it
   * @return {@code [B, T, words]}
   */
  public NDArray logits(NDArray ids, Memory memory, boolean training) {
    NDArray x = Sinusoids.add(embedding.apply(ids), 0);
    x = Tensors.dropout(x, dropout, training);
    for (DecoderLayer layer : layers) {
      x = layer.apply(x, layer.memory(memory.tokens()), memory.mask(), training);
    }
    return output.apply(norm.apply(x));
  }

  /**
   * Goes on word by word: what was computed for the words before is kept, with a manager under the
   * given one.
   */
  public Continuation continuation(Memory memory, NDManager manager) {
    return new Continuation(this, memory, manager.newSubManager());
  }

  List<DecoderLayer> layers() {
    return layers;
  }

  /** The vectors of words {@code [B, 1]} at a place, {@code [B, 1, width]}. */
  NDArray embed(NDArray ids, int place) {
    return Sinusoids.add(embedding.apply(ids), place);
  }

  /** What the last layer gave as log probabilities. */
  NDArray logProbabilities(NDArray x) {
    return output.apply(norm.apply(x)).logSoftmax(-1);
  }
}
