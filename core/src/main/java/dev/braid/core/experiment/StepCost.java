package dev.braid.core.experiment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.core.check.CheckedSpec;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Composition;
import dev.braid.core.compose.Judged;
import dev.braid.core.compose.Passage;
import dev.braid.core.cost.Ledger;
import dev.braid.core.cost.SymbolicManager;
import dev.braid.core.cost.UnknownOperationException;
import dev.braid.core.data.Batches;
import dev.braid.core.data.HostBatch;
import dev.braid.core.data.Pass;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.train.EpochPass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one training step costs, found by running the model on arrays without values: the first
 * batch of the first epoch, read and encoded as training does, so that repeated pictures and the
 * lengths of texts are those of the data. Nothing native is loaded. What is counted is said at
 * {@link Ledger}.
 *
 * @param samples of the batch; fewer than asked for where the train split is smaller
 * @param parts each encoder by input name, then {@code fusion}, then {@code head} with the loss,
 *     then {@code auxiliary.<input>} with theirs where the spec has {@code training.balance}
 */
public record StepCost(int samples, List<Part> parts) {

  /** The multiply-accumulates of a training step by those of its forward pass: see the Javadoc. */
  public static final int TRAINING_FACTOR = 3;

  /**
   * The cost of one part.
   *
   * @param distinct how many different values the batch has of an input, each encoded once; for
   *     fusion and head the samples
   * @param parameters the trained values
   * @param macs multiply-accumulates of the forward pass. Training takes {@link #TRAINING_FACTOR}
   *     times as many: each product has a gradient for both of its factors (the first layer of a
   *     model saves one of them)
   * @param bytes of memory that is held between forward and backward pass, the input's batch
   *     included
   * @param unknown why macs and bytes are not known, or null
   */
  public record Part(
      String name,
      int distinct,
      long parameters,
      long macs,
      long bytes,
      @Nullable String unknown) {}

  /** Everything together; where a part is unknown, what is known of the others. */
  public Part total() {
    boolean known = parts.stream().allMatch(part -> part.unknown() == null);
    return new Part(
        "total",
        samples,
        parts.stream().mapToLong(Part::parameters).sum(),
        parts.stream().mapToLong(Part::macs).sum(),
        parts.stream().mapToLong(Part::bytes).sum(),
        known ? null : "parts of it are unknown");
  }

  /**
   * Finds the cost.
   *
   * @param base the folder that relative paths start from
   * @param cache a folder for files that can be made again
   * @param samples of a step
   * @throws BadDataException if the data cannot be read; vocabulary and answers decide sizes
   */
  public static StepCost of(CheckedSpec spec, Path base, Path cache, int samples)
      throws BadDataException {
    Dataset data = Dataset.open(spec, base, cache);
    Composition composition = new Composition(spec);
    Pipeline.fit(spec, composition, data.train());
    return of(spec, data, composition, samples);
  }

  /** The cost of a step of a run, whose readers and task have learned already. */
  static StepCost of(CheckedSpec spec, Dataset data, RunDirectory run)
      throws BadDataException, IOException {
    Composition composition = new Composition(spec);
    Pipeline.load(run, composition);
    return of(spec, data, composition, spec.training().batch());
  }

  private static StepCost of(CheckedSpec spec, Dataset data, Composition composition, int samples)
      throws BadDataException {
    HostBatch batch;
    try (Batches batches = Pipeline.batches(spec, composition.readers())) {
      List<Sample> order = EpochPass.order(data.train(), composition.task(), spec.training(), 1);
      batch = batches.of(Pass.of(order, samples).skipping(batches.broken("train"))).next();
    }
    return new Walk(spec, composition, Objects.requireNonNull(batch)).run();
  }

  /** One pass through the model. */
  private static final class Walk {
    private final CheckedSpec spec;
    private final Composition composition;
    private final HostBatch batch;
    private final BraidModel model;
    private final Ledger ledger = new Ledger();
    private final NDManager manager = SymbolicManager.counting(ledger);
    private final List<Part> parts = new ArrayList<>();

    Walk(CheckedSpec spec, Composition composition, HostBatch batch) {
      this.spec = spec;
      this.composition = composition;
      this.batch = batch;
      model = composition.model();
      SymbolicManager.initialize(model, manager, spec.training().seed());
    }

    StepCost run() throws BadDataException {
      int samples = batch.samples().size();
      NDList targets = targets();
      Passage pass = model.pass(batch, manager, true, targets, 0);
      boolean complete = true;
      for (String input : spec.inputs().keySet()) {
        int distinct = Objects.requireNonNull(batch.inputs().get(input)).distinct().size();
        Encoding encoding =
            part(
                input,
                List.of("encoders." + input + ".", "pool." + input + "."),
                distinct,
                () -> model.encode(input, batch, manager, true));
        complete &= encoding != null || model.form() == Form.POOLED;
        pass.put(
            input,
            encoding != null
                ? encoding
                : standIn(Objects.requireNonNull(spec.inputs().get(input)).encoding().width()));
      }
      EncodingSpec yields = spec.fused();
      if (yields != null) {
        Encoding fused =
            complete
                ? part("fusion", List.of("fusion."), samples, pass::fused)
                : skip("fusion", "the tokens that an input yields are unknown");
        if (fused == null) {
          pass.putFused(standIn(yields.width()));
        }
      }
      part("head", List.of("head."), samples, () -> loss(pass.outputs(), targets));
      for (String input : model.judged()) {
        String name = "auxiliary." + input;
        Judged own = new Judged(pass.encoding(input), targets, manager, true, 0);
        part(name, List.of(name + "."), samples, () -> loss(model.judge(input, own), targets));
      }
      return new StepCost(samples, List.copyOf(parts));
    }

    private NDList targets() throws BadDataException {
      return composition.task().targets(batch.samples(), true, manager);
    }

    private NDArray loss(NDList outputs, NDList targets) {
      return composition.task().loss(outputs, targets);
    }

    /** Runs one part; null where it cannot be run on shapes alone. */
    private <T> @Nullable T part(
        String name, List<String> prefixes, int distinct, Supplier<T> work) {
      long macs = ledger.macs();
      long bytes = ledger.bytes();
      long parameters = parameters(prefixes);
      try {
        T result = work.get();
        parts.add(
            new Part(
                name, distinct, parameters, ledger.macs() - macs, ledger.bytes() - bytes, null));
        return result;
      } catch (UnknownOperationException e) {
        parts.add(new Part(name, distinct, parameters, 0, 0, e.getMessage()));
      } catch (RuntimeException | LinkageError e) {
        // A stranger's part may do anything with an array; what it said is all there is to tell.
        parts.add(new Part(name, distinct, parameters, 0, 0, "part fails without values: " + e));
      }
      return null;
    }

    private @Nullable Encoding skip(String name, String reason) {
      parts.add(
          new Part(name, batch.samples().size(), parameters(List.of(name + ".")), 0, 0, reason));
      return null;
    }

    private long parameters(List<String> prefixes) {
      return model.named().entrySet().stream()
          .filter(entry -> prefixes.stream().anyMatch(entry.getKey()::startsWith))
          .filter(entry -> entry.getValue().requiresGradient())
          .mapToLong(entry -> entry.getValue().getShape().size())
          .sum();
    }

    /** A pooled encoding of the declared width, for the parts behind one that is unknown. */
    private Encoding standIn(int width) {
      int samples = batch.samples().size();
      return Encoding.ofPooled(
          manager.zeros(new Shape(samples, width)),
          manager.zeros(new Shape(samples), DataType.BOOLEAN));
    }
  }
}
