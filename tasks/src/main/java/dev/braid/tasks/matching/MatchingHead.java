package dev.braid.tasks.matching;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.ModelPass;
import dev.braid.api.model.Side;
import dev.braid.api.nn.Mlp;
import dev.braid.api.nn.Tensors;
import dev.braid.tasks.contrastive.ContrastiveLoss;
import dev.braid.tasks.contrastive.HardNegatives;
import dev.braid.tasks.contrastive.Pairs;
import dev.braid.tasks.contrastive.Sides;
import dev.braid.tasks.contrastive.Temperature;
import dev.braid.tasks.contrastive.TwoSides;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An MLP from the fused vector to a logit.
 *
 * <p>Outputs are the logits {@code [B, 1]} and whether each counts, {@code [B, 1]} as 0 and 1.
 * Where negatives are made, that is of pairs with targets, both are {@code [B, 3]}: the pair
 * itself, its query with another candidate, another query with its candidate. Behind them stands
 * what {@link TwoSides} gives, if the head has it.
 */
final class MatchingHead extends Head {

  private static final double TEMPERATURE = 0.07;

  private final MatchingTask.Options options;
  private final Sides sides;
  private final List<String> inputs;
  private final Mlp mlp;
  private final @Nullable TwoSides embeddings;

  /** For the inputs of the spec, in order, of which each is on a side. */
  MatchingHead(
      HeadContext context, MatchingTask.Options options, Sides sides, List<String> inputs) {
    this.options = options;
    this.sides = sides;
    this.inputs = inputs;
    List<Integer> sizes = new ArrayList<>();
    sizes.add(context.fused().width());
    sizes.addAll(options.hidden());
    sizes.add(1);
    mlp = child("mlp", new Mlp(sizes, options.activation(), options.dropout()));
    embeddings =
        options.embeds()
            ? child(
                "embeddings",
                new TwoSides(
                    context.width(sides.query().get(0)),
                    context.width(sides.target().get(0)),
                    options.width(),
                    new Temperature(ContrastiveLoss.INFO_NCE, TEMPERATURE, true)))
            : null;
  }

  @Override
  public NDList predict(ModelPass pass) {
    NDArray own = logits(pass.fused(), pass.training());
    NDList targets = pass.targets();
    if (!options.pairs() || targets == null) {
      return new NDList(own, own.onesLike());
    }
    NDList embedded = new NDList();
    if (embeddings != null) {
      embedded =
          embeddings.embed(
              pass.encoding(sides.query().get(0)),
              pass.encoding(sides.target().get(0)),
              pass.training());
    }
    NDList outputs = withNegatives(pass, own, targets.get(0), embedded);
    outputs.addAll(embedded);
    return outputs;
  }

  private NDArray logits(Encoding fused, boolean training) {
    // A sample without any input has no fused vector; zeros keep it finite.
    return mlp.apply(Tensors.orZeros(fused.present(), fused.requirePooled()), training);
  }

  private NDList withNegatives(ModelPass pass, NDArray own, NDArray codes, NDList embedded) {
    long size = pass.samples();
    NDArray usable = present(sides.query(), pass).logicalAnd(present(sides.target(), pass));
    NDArray allowed =
        Pairs.same(codes, codes)
            .logicalNot()
            .logicalAnd(usable.expandDims(0))
            .logicalAnd(usable.expandDims(1));
    NDArray alike = alike(own, embedded, pass.training());
    HardNegatives candidates = HardNegatives.draw(alike, allowed, pass.random());
    HardNegatives queries =
        HardNegatives.draw(alike.transpose(), allowed.transpose(), pass.random());
    NDArray each = pass.manager().arange(0, (int) size, 1, DataType.INT64);
    NDArray queryRows = Tensors.concat(List.of(each, queries.index()), 0);
    NDArray candidateRows = Tensors.concat(List.of(candidates.index(), each), 0);
    Map<String, Encoding> mixed = new LinkedHashMap<>();
    for (String input : inputs) {
      NDArray rows = sides.query().contains(input) ? queryRows : candidateRows;
      mixed.put(input, pass.encoding(input).rows(rows));
    }
    NDArray others = logits(pass.fuse(mixed), pass.training()).reshape(2, size).transpose();
    NDArray counts = columns(List.of(usable, candidates.real(), queries.real()));
    return new NDList(Tensors.concat(List.of(own, others), 1), counts);
  }

  /** {@code [B]}: whether a sample has any input of a side. */
  private static NDArray present(List<String> side, ModelPass pass) {
    return Tensors.any(side.stream().map(input -> pass.encoding(input).present()).toList());
  }

  /**
   * {@code [B, B]}: what negatives are drawn by. Measures are taken with negatives that are drawn
   * evenly: those that a model finds hard are others for every model.
   */
  private static NDArray alike(NDArray own, NDList embedded, boolean training) {
    if (embedded.isEmpty() || !training) {
      long size = own.getShape().get(0);
      return own.getManager().zeros(new Shape(size, size));
    }
    return ContrastiveLoss.logits(
        TwoSides.of(Side.QUERY, embedded),
        TwoSides.of(Side.TARGET, embedded),
        TwoSides.scale(embedded));
  }

  private static NDArray columns(List<NDArray> truths) {
    return Tensors.concat(
        truths.stream().map(truth -> truth.toType(DataType.FLOAT32, false).expandDims(1)).toList(),
        1);
  }
}
