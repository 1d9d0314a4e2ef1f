package dev.braid.core.compose;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.ModelPass;
import dev.braid.core.data.HostBatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A batch on its way through a model; what was made once is kept. */
public final class Passage implements ModelPass {

  private final BraidModel model;
  private final HostBatch batch;
  private final NDManager manager;
  private final boolean training;
  private final @Nullable NDList targets;
  private final RandomGenerator random;
  private boolean validation;
  private final Map<String, Encoding> encodings = new LinkedHashMap<>();
  private @Nullable Encoding fused;
  private @Nullable NDList outputs;

  Passage(
      BraidModel model,
      HostBatch batch,
      NDManager manager,
      boolean training,
      @Nullable NDList targets,
      long choices) {
    this.model = model;
    this.batch = batch;
    this.manager = manager;
    this.training = training;
    this.targets = targets;
    this.random = new SplittableRandom(choices);
  }

  /** The head's outputs. */
  public NDList outputs() {
    if (outputs == null) {
      outputs = model.answer(this);
    }
    return outputs;
  }

  /** Says that the validation split is measured while training goes on. */
  public Passage validating(boolean now) {
    validation = now;
    return this;
  }

  /** Takes an encoding instead of making it. */
  public void put(String input, Encoding encoding) {
    encodings.put(input, encoding);
  }

  /** Takes the fused encoding instead of making it. */
  public void putFused(Encoding encoding) {
    fused = encoding;
  }

  @Override
  public boolean training() {
    return training;
  }

  @Override
  public boolean validation() {
    return validation;
  }

  @Override
  public int samples() {
    return batch.samples().size();
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
  public @Nullable NDList targets() {
    return targets;
  }

  @Override
  public InputBatch features(String input) {
    return model.features(input, batch, manager);
  }

  @Override
  public Encoding encoding(String input) {
    Encoding known = encodings.get(input);
    if (known == null) {
      known = model.encode(input, batch, manager, training);
      encodings.put(input, known);
    }
    return known;
  }

  @Override
  public Encoding encode(String input, InputBatch features) {
    return model.encode(input, features, training);
  }

  @Override
  public Encoding fuse(Map<String, Encoding> some) {
    return model.fuse(some, training);
  }

  @Override
  public Encoding fused() {
    if (fused == null) {
      Map<String, Encoding> all = new LinkedHashMap<>();
      model.fused().forEach(input -> all.put(input, encoding(input)));
      fused = fuse(all);
    }
    return fused;
  }
}
