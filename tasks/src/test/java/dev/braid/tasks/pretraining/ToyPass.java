package dev.braid.tasks.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.ModelPass;
import dev.braid.api.nn.Tensors;
import dev.braid.tasks.contrastive.Codes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A batch of words and pictures in a model without parameters: a word's encoding is one-hot, a
 * picture has four tokens with the colours of its quarters. The fusion operator is the outer
 * product of both means, or with {@code tokens} all tokens behind one another.
 */
final class ToyPass implements ModelPass {

  static final int WORDS = 6;
  static final int WIDTH = 8;

  private final NDManager manager;
  private final RandomGenerator random;
  private final Map<String, InputBatch> features = new LinkedHashMap<>();
  private final NDList targets;
  private final boolean tokens;
  final List<InputBatch> encoded = new ArrayList<>();

  /**
   * Pictures of one colour out of four, with a text of two words that name it: 2 to 5 and again.
   *
   * @param wordless samples at the end that have no text
   */
  ToyPass(NDManager manager, long seed, int samples, int wordless, boolean tokens) {
    this.manager = manager;
    this.random = new SplittableRandom(seed);
    this.tokens = tokens;
    Random data = new Random(seed);
    long[] ids = new long[samples * 3];
    boolean[] real = new boolean[ids.length];
    boolean[] worded = new boolean[samples];
    boolean[] seen = new boolean[samples];
    float[] pixels = new float[samples * 3 * 8 * 8];
    List<long[]> codes = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      int colour = data.nextInt(4);
      codes.add(new long[] {Codes.of(colour)});
      worded[i] = i < samples - wordless;
      seen[i] = true;
      for (int t = 0; t < 2 && worded[i]; t++) {
        ids[i * 3 + t] = 2 + colour;
        real[i * 3 + t] = true;
      }
      for (int p = 0; p < 64; p++) {
        for (int c = 0; c < 3; c++) {
          pixels[(i * 3 + c) * 64 + p] = (colour >> c & 1) * 0.8f + 0.1f;
        }
      }
    }
    features.put(
        "text",
        new InputBatch(
            manager.create(ids, new Shape(samples, 3)),
            manager.create(real, new Shape(samples, 3)),
            manager.create(worded)));
    features.put(
        "picture",
        new InputBatch(
            manager.create(pixels, new Shape(samples, 3, 8, 8)), null, manager.create(seen)));
    targets = new NDList(Codes.array(codes, manager));
  }

  @Override
  public boolean training() {
    return true;
  }

  @Override
  public int samples() {
    return (int) features("text").present().getShape().get(0);
  }

  @Override
  public NDManager manager() {
    return manager;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public NDList targets() {
    return targets;
  }

  @Override
  public InputBatch features(String input) {
    return java.util.Objects.requireNonNull(features.get(input));
  }

  @Override
  public Encoding encoding(String input) {
    return encode(input, features(input), false);
  }

  @Override
  public Encoding encode(String input, InputBatch changed) {
    return encode(input, changed, true);
  }

  private Encoding encode(String input, InputBatch batch, boolean noted) {
    if (noted) {
      encoded.add(batch);
    }
    NDArray values;
    NDArray mask;
    if (input.equals("text")) {
      values = batch.values().oneHot(WIDTH);
      mask = java.util.Objects.requireNonNull(batch.mask());
    } else {
      NDArray cells = batch.values().reshape(-1, 3, 2, 4, 2, 4).transpose(0, 2, 4, 1, 3, 5);
      NDArray colours = cells.reshape(-1, 4, 3, 16).mean(new int[] {3});
      NDArray rest = manager.zeros(new Shape(colours.getShape().get(0), 4, WIDTH - 3));
      values = Tensors.concat(List.of(colours, rest), 2);
      mask = batch.present().expandDims(1).broadcast(colours.getShape().get(0), 4);
    }
    NDArray covered = Tensors.cover(values.toType(DataType.FLOAT32, false), mask);
    return new Encoding(covered, mask, Tensors.maskedMean(covered, mask), batch.present());
  }

  @Override
  public Encoding fuse(Map<String, Encoding> all) {
    Encoding text = java.util.Objects.requireNonNull(all.get("text"));
    Encoding picture = java.util.Objects.requireNonNull(all.get("picture"));
    NDArray present = text.present().logicalOr(picture.present());
    if (tokens) {
      NDArray mask = Tensors.concat(List.of(text.requireMask(), picture.requireMask()), 1);
      NDArray values = Tensors.concat(List.of(text.requireTokens(), picture.requireTokens()), 1);
      return Encoding.ofTokens(values, mask, present);
    }
    NDArray first = Tensors.withOne(Tensors.orZeros(text.present(), text.requirePooled()));
    NDArray second = Tensors.withOne(Tensors.orZeros(picture.present(), picture.requirePooled()));
    NDArray product = Tensors.outer(first, second);
    return Encoding.ofPooled(product.reshape(product.getShape().get(0), -1), present);
  }

  @Override
  public Encoding fused() {
    return fuse(Map.of("text", encoding("text"), "picture", encoding("picture")));
  }
}
