package dev.braid.tasks.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.ModelPass;
import dev.braid.api.nn.LayerNorm;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Nonlinearity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Masked words (Devlin et al. 2019, arXiv:1810.04805, section 3.1): of the words of a text a share
 * is chosen, at least one; of those 80 % are masked, 10 % become another word and 10 % stay. The
 * reader's id for unknown words stands for a masked one. The head is a linear layer, GELU, layer
 * norm and a linear layer to the vocabulary.
 */
final class WordFiller extends Module {

  private final String input;
  private final double rate;
  private final int unknown;
  private final int[] words;
  private final Places places;
  private final Linear dense;
  private final LayerNorm norm;
  private final Linear decoder;

  WordFiller(PretrainingTask.MaskedWords options, Reader reader, HeadContext context) {
    input = options.input();
    rate = options.rate();
    unknown = Objects.requireNonNull(reader.special().unknown());
    int classes = reader.features().classes();
    List<Integer> known = new ArrayList<>();
    for (int id = 0; id < classes; id++) {
      if (id != unknown && !reader.special().fixed().contains(id)) {
        known.add(id);
      }
    }
    words = known.stream().mapToInt(Integer::intValue).toArray();
    places = new Places(input, context);
    int width = context.width(input);
    dense = child("dense", new Linear(places.width(), width));
    norm = child("norm", new LayerNorm(width));
    decoder = child("decoder", new Linear(width, classes));
  }

  /** Masks words, fills them in and tells how well; see {@link Objective}. */
  NDArray apply(ModelPass pass, List<String> inputs) {
    InputBatch features = pass.features(input);
    NDArray mask = Objects.requireNonNull(features.mask(), "ids have a mask");
    long[] ids = features.values().toLongArray();
    boolean[] real = mask.toBooleanArray();
    int length = (int) features.values().getShape().get(1);
    List<Integer> chosen = new ArrayList<>();
    for (int row = 0; row < pass.samples(); row++) {
      choose(real, row * length, length, pass.random(), chosen);
    }
    if (chosen.isEmpty()) {
      return Objective.nothing(Places.pooled(pass.fused()));
    }
    long[] truths = chosen.stream().mapToLong(at -> ids[at]).toArray();
    for (int at : chosen) {
      double draw = pass.random().nextDouble();
      if (draw < 0.8 || words.length == 0) {
        ids[at] = unknown;
      } else if (draw < 0.9) {
        ids[at] = words[pass.random().nextInt(words.length)];
      }
    }
    NDArray masked = pass.manager().create(ids, features.values().getShape());
    InputBatch changed = new InputBatch(masked, mask, features.present());
    NDArray vectors =
        places.at(
            pass,
            inputs,
            pass.encode(input, changed),
            chosen.stream().mapToLong(at -> at / length).toArray(),
            chosen.stream().mapToLong(at -> at % length).toArray());
    NDArray logs =
        decoder.apply(norm.apply(Nonlinearity.GELU.apply(dense.apply(vectors)))).logSoftmax(1);
    NDArray truth = pass.manager().create(truths);
    NDArray loss = logs.gather(truth.expandDims(1), 1).mean().neg();
    double right = logs.argMax(1).eq(truth).toType(DataType.FLOAT32, false).sum().getFloat();
    return Objective.row(loss, right, truths.length);
  }

  private void choose(
      boolean[] real, int from, int length, RandomGenerator random, List<Integer> chosen) {
    List<Integer> tokens = new ArrayList<>();
    for (int t = from; t < from + length; t++) {
      if (real[t]) {
        tokens.add(t);
      }
    }
    if (tokens.isEmpty()) {
      return;
    }
    List<Integer> drawn = new ArrayList<>(tokens);
    drawn.removeIf(token -> random.nextDouble() >= rate);
    chosen.addAll(drawn.isEmpty() ? List.of(tokens.get(random.nextInt(tokens.size()))) : drawn);
  }
}
