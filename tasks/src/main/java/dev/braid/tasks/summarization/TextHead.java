package dev.braid.tasks.summarization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Form;
import dev.braid.api.model.Head;
import dev.braid.api.model.ModelPass;
import dev.braid.tasks.generation.Continuation;
import dev.braid.tasks.generation.Decoding;
import dev.braid.tasks.generation.Text;
import dev.braid.tasks.generation.TextDecoder;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A decoder over the fused tokens. With targets its first output is the logits of each word under
 * teacher forcing, {@code [B, R, L, words]} for R references; where it is not trained, its last two
 * are the texts it writes, {@code [B, K, maxLength]} int64, filled up with padding, and the
 * probability of each, {@code [B, K]}, 0 where there is none.
 */
final class TextHead extends Head {

  private final TextDecoder decoder;
  private final Decoding decoding;
  private final int maxLength;

  TextHead(int width, int words, SummarizationTask.Options options) {
    int inner = options.feedForward() == null ? 4 * options.width() : options.feedForward();
    decoder =
        child(
            "decoder",
            new TextDecoder(
                new TextDecoder.Sizes(
                    words, width, options.width(), options.heads(), options.layers(), inner),
                options.dropout()));
    decoding = options.decode();
    maxLength = options.maxLength();
  }

  @Override
  public Form wants() {
    return Form.TOKENS;
  }

  @Override
  public NDList predict(ModelPass pass) {
    Encoding fused = pass.fused();
    TextDecoder.Memory memory = decoder.memory(fused.requireTokens(), fused.requireMask());
    NDList outputs = new NDList();
    NDList targets = pass.targets();
    if (targets != null) {
      outputs.add(forced(targets.get(0), memory, pass.training()));
    }
    if (!pass.training()) {
      Decoding chosen = pass.validation() ? decoding.greedy() : decoding;
      try (Continuation next = decoder.continuation(memory, pass.manager())) {
        List<List<Text>> texts =
            chosen.search(maxLength, pass.random()).write(next, pass.samples());
        add(outputs, texts, chosen.texts(), pass.manager());
      }
    }
    return outputs;
  }

  /** The words of all references, each from those before it. */
  private NDArray forced(NDArray ids, TextDecoder.Memory memory, boolean training) {
    Shape shape = ids.getShape();
    long samples = shape.get(0);
    long references = shape.get(1);
    long length = shape.get(2) - 1;
    TextDecoder.Memory repeated = memory;
    if (references > 1) {
      long[] rows = LongStream.range(0, samples * references).map(i -> i / references).toArray();
      repeated = memory.rows(ids.getManager().create(rows));
    }
    NDArray before = ids.get("..., :{}", length).reshape(samples * references, length);
    NDArray logits = decoder.logits(before, repeated, training);
    return logits.reshape(samples, references, length, logits.getShape().get(2));
  }

  private void add(NDList outputs, List<List<Text>> texts, int most, NDManager manager) {
    long[] ids = new long[texts.size() * most * maxLength]; // padding is 0
    float[] probabilities = new float[texts.size() * most];
    for (int i = 0; i < texts.size(); i++) {
      for (int k = 0; k < texts.get(i).size(); k++) {
        Text text = texts.get(i).get(k);
        int row = i * most + k;
        probabilities[row] = (float) text.probability();
        for (int t = 0; t < text.words().length; t++) {
          ids[row * maxLength + t] = text.words()[t];
        }
      }
    }
    outputs.add(manager.create(ids, new Shape(texts.size(), most, maxLength)));
    outputs.add(manager.create(probabilities, new Shape(texts.size(), most)));
  }
}
