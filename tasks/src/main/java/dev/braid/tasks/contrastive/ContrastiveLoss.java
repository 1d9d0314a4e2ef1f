package dev.braid.tasks.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import dev.braid.api.nn.Tensors;

/**
 * Losses that draw a query and the targets that belong to it together and the others apart. Each is
 * a mean over the pairs that have both sides; 0 where there is none.
 */
public enum ContrastiveLoss {

  /**
   * Cross-entropy of finding the right target among all, and the right query among all, half each
   * (van den Oord et al. 2018, arXiv:1807.03748; Radford et al. 2021, arXiv:2103.00020). Where
   * several belong together the aim is spread evenly over them (Khosla et al. 2020,
   * arXiv:2004.11362, equation 2). Further targets are among those that a query must not find.
   */
  INFO_NCE {
    @Override
    public NDArray of(Pairs pairs, NDArray scale, double margin) {
      NDArray logits = logits(pairs, scale);
      NDArray find = crossEntropy(logits, pairs.positive(), pairs.compared());
      NDArray back =
          crossEntropy(
              pairs.pairs(logits, 1).transpose(),
              pairs.pairs(pairs.positive(), 1).transpose(),
              pairs.pairs(pairs.compared(), 1).transpose());
      NDArray both = find.add(back);
      return pairs.mean(both.mul(Tensors.scalar(both, 0.5)));
    }
  },

  /**
   * For every query and target by itself whether they belong together: the sum of the binary
   * cross-entropies divided by the number of pairs (Zhai et al. 2023, arXiv:2303.15343).
   */
  SIGMOID {
    @Override
    public NDArray of(Pairs pairs, NDArray scale, double margin) {
      NDArray logits = logits(pairs, scale);
      NDArray wrong = NDArrays.where(pairs.positive(), logits.neg(), logits);
      NDArray each = Activation.softPlus(wrong);
      NDArray zero = Tensors.scalar(each, 0);
      return pairs.mean(NDArrays.where(pairs.compared(), each, zero).sum(new int[] {1}));
    }
  },

  /**
   * {@code max(0, margin + s(hardest negative) - s(pair))}, once for the hardest target and once
   * for the hardest query, added up; s is the cosine (VSE++, Faghri et al. 2018, arXiv:1707.05612).
   */
  TRIPLET {
    @Override
    public NDArray of(Pairs pairs, NDArray scale, double margin) {
      NDArray cosines = pairs.cosines();
      NDArray own = pairs.own();
      NDArray negatives = NDArrays.where(pairs.negative(), cosines, Tensors.scalar(cosines, FLOOR));
      NDArray target = negatives.max(new int[] {1});
      NDArray query = pairs.pairs(negatives, 1).max(new int[] {0});
      return pairs.mean(hinge(target, own, margin).add(hinge(query, own, margin)));
    }
  };

  /** Stands for what is not compared; finite, so that a row without anything is finite too. */
  private static final double FLOOR = -1e30;

  /**
   * The loss of a batch, a scalar.
   *
   * @param scale {@code [B, 2]} of {@link Temperature}
   * @param margin of {@link #TRIPLET}, in cosine
   */
  public abstract NDArray of(Pairs pairs, NDArray scale, double margin);

  private static NDArray logits(Pairs pairs, NDArray scale) {
    // One value in every row; the mean is right for batches that were joined, too.
    NDArray means = scale.mean(new int[] {0});
    return pairs.cosines().mul(means.get("0:1")).add(means.get("1:2"));
  }

  /** {@code [B]}: against an even share of the positives in each row. */
  private static NDArray crossEntropy(NDArray logits, NDArray positive, NDArray compared) {
    NDArray logs = NDArrays.where(compared, logits, Tensors.scalar(logits, FLOOR)).logSoftmax(1);
    NDArray aim = positive.toType(DataType.FLOAT32, false);
    NDArray count = aim.sum(new int[] {1}).maximum(Tensors.scalar(aim, 1));
    return logs.mul(aim).sum(new int[] {1}).div(count).neg();
  }

  private static NDArray hinge(NDArray negative, NDArray own, double margin) {
    return Activation.relu(negative.sub(own).add(Tensors.scalar(own, margin)));
  }
}
