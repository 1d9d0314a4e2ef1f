package dev.braid.tasks.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Losses and gradients equal those of torch 1.13 in float64: {@code cross_entropy} with its options
 * {@code weight} and {@code label_smoothing}, and {@code binary_cross_entropy_with_logits}.
 */
class CrossEntropyTest {

  private static final float[] LOGITS = {1.5f, -0.5f, 0.25f, 0.1f, 2, -1, -3, 0.5f, 0.75f, 2, 2, 2};
  private static final int[] TRUTH = {0, 1, 2, 1};
  private static final double[][] SHARES = {
    {0.7, 0.2, 0.1}, {0, 1, 0}, {0.5, 0, 0.5}, {1 / 3.0, 1 / 3.0, 1 / 3.0}
  };
  private static final double[] ALIKE = {1, 1, 1};
  private static final double[] WEIGHTS = {0.5, 2, 1.25};

  @Test
  void classesEqualTorch() {
    assertLoss(hard(0, ALIKE), 0.5553556364339748)
        .containsExactly(
            gradients(
                -0.07417151,
                0.0237958,
                0.05037571,
                0.03117687,
                -0.04155475,
                0.01037788,
                0.00326215,
                0.10802763,
                -0.11128978,
                0.08333333,
                -0.16666667,
                0.08333333),
            within(1e-6f));
  }

  @Test
  void classWeightsEqualTorch() {
    assertLoss(hard(0, WEIGHTS), 0.6040194547844677)
        .containsExactly(
            gradients(
                -0.02579878,
                0.0082768,
                0.01752199,
                0.04337651,
                -0.0578153,
                0.01443879,
                0.00283665,
                0.09393707,
                -0.09677372,
                0.11594203,
                -0.23188406,
                0.11594203),
            within(1e-6f));
  }

  @Test
  void labelSmoothingEqualsTorch() {
    assertLoss(hard(0.1, ALIKE), 0.6566056364339747)
        .containsExactly(
            gradients(
                -0.05750484,
                0.01546247,
                0.04204237,
                0.02284354,
                -0.02488808,
                0.00204454,
                -0.00507118,
                0.09969429,
                -0.09462311,
                0.075,
                -0.15,
                0.075),
            within(1e-6f));
  }

  @Test
  void labelSmoothingWithClassWeightsEqualsTorch() {
    assertLoss(hard(0.1, WEIGHTS), 0.6651701733437578)
        .containsExactly(
            gradients(
                -0.01082802,
                -0.00207588,
                0.01290391,
                0.03885134,
                -0.0455023,
                0.00665096,
                -6.19e-05,
                0.08234287,
                -0.08228097,
                0.10869565,
                -0.21304348,
                0.10434783),
            within(1e-6f));
  }

  @Test
  void distributionsEqualTorch() {
    assertLoss(soft(0, ALIKE), 1.1553556364339748)
        .containsExactly(
            gradients(
                0.00082849,
                -0.0262042,
                0.02537571,
                0.03117687,
                -0.04155475,
                0.01037788,
                -0.12173785,
                0.10802763,
                0.01371022,
                0,
                0,
                0),
            within(1e-6f));
  }

  @Test
  void distributionsWithClassWeightsAndSmoothingEqualTorch() {
    assertLoss(soft(0.1, WEIGHTS), 1.176877878017118)
        .containsExactly(
            gradients(
                0.07752683,
                -0.084953,
                0.00742617,
                0.05584881,
                -0.06540955,
                0.00956075,
                -0.05743995,
                0.08190854,
                -0.02446859,
                0.0625,
                -0.0625,
                0),
            within(1e-6f));
  }

  @Test
  void aSampleWithoutTargetCountsInNeitherSum() {
    int[] truth = {0, -1, 2, 1};
    CrossEntropy plain = new CrossEntropy(Likelihood.SOFTMAX, 0, ALIKE);
    assertLoss(run(plain, m -> plain.targets(truth, m), 3, LOGITS), 0.6798793533822619)
        .containsExactly(
            gradients(
                -0.09889534,
                0.03172773,
                0.06716761,
                0,
                0,
                0,
                0.00434954,
                0.14403684,
                -0.14838637,
                0.11111111,
                -0.22222222,
                0.11111111),
            within(1e-6f));
    CrossEntropy weighted = new CrossEntropy(Likelihood.SOFTMAX, 0.1, WEIGHTS);
    assertLoss(run(weighted, m -> weighted.targets(truth, m), 3, LOGITS), 0.8848337854135728);
  }

  @Test
  void aDistributionOfZerosCountsInNeitherSum() {
    CrossEntropy loss = new CrossEntropy(Likelihood.SOFTMAX, 0.1, ALIKE);
    double[][] shares = {{0.7, 0.2, 0.1}, {0, 0, 0}};
    double[][] alone = {{0.7, 0.2, 0.1}};
    float[] two = {1.5f, -0.5f, 0.25f, 7, -7, 3};
    float[] one = {1.5f, -0.5f, 0.25f};
    Result both = run(loss, m -> loss.targets(new int[] {0, -1}, shares, m), 3, two);
    Result first = run(loss, m -> loss.targets(new int[] {0}, alone, m), 3, one);
    assertThat(both.loss()).isEqualTo(first.loss(), within(1e-6));
    assertThat(both.gradient()).endsWith(0, 0, 0);
  }

  @Test
  void noTargetAtAllIsALossOfZeroWithZeroGradients() {
    for (double smoothing : new double[] {0, 0.1}) {
      CrossEntropy loss = new CrossEntropy(Likelihood.SOFTMAX, smoothing, ALIKE);
      Result result =
          run(
              loss,
              m -> loss.targets(new int[] {-1, -1}, m),
              3,
              new float[] {100, -100, 0, -100, 3, 1});
      assertThat(result.loss()).isZero();
      assertThat(result.gradient()).containsOnly(0);
    }
  }

  @Test
  void largeLogitsKeepLossAndGradientsExact() {
    CrossEntropy loss = new CrossEntropy(Likelihood.SOFTMAX, 0, ALIKE);
    float[] logits = {100, -100, 0, -100, 100, -100};
    assertLoss(run(loss, m -> loss.targets(new int[] {1, 1}, m), 3, logits), 100)
        .containsExactly(gradients(0.5, -0.5, 0, 0, 0, 0), within(1e-6f));
  }

  @Test
  void oneLogitEqualsTorchsBinaryCrossEntropy() {
    CrossEntropy loss = new CrossEntropy(Likelihood.SIGMOID, 0, 1, 1);
    float[] logits = {100, -100, 100, -100, 0.3f, -2, 10, 0};
    int[] truth = {1, 0, 0, 1, 1, 1, 1, 0};
    assertLoss(run(loss, m -> loss.targets(truth, m), 1, logits), 25.421809479371333)
        .containsExactly(
            gradients(0, 0, 0.125, -0.125, -0.05319469, -0.11009963, -5.67e-06, 0.0625),
            within(1e-6f));
    CrossEntropy smooth = new CrossEntropy(Likelihood.SIGMOID, 0.1, 1, 1);
    assertLoss(run(smooth, m -> smooth.targets(truth, m), 1, logits), 25.473684479371332);
  }

  @Test
  void oneLogitKeepsSmallLossesThatCancelInANaiveForm() {
    CrossEntropy loss = new CrossEntropy(Likelihood.SIGMOID, 0, 1, 1);
    Result result = run(loss, m -> loss.targets(new int[] {1}, m), 1, new float[] {18});
    // log1p(e^-18); 1 + e^-18 is 1 in float32.
    assertThat(result.loss()).isEqualTo(1.522997974471263e-8, within(1e-12));
  }

  @Test
  void balancedWeightsMakeEveryClassCountAsMuch() {
    assertThat(ClassWeights.BALANCED.of(6, 3, 1))
        .containsExactly(new double[] {10 / 18.0, 10 / 9.0, 10 / 3.0}, within(1e-12));
    assertThat(ClassWeights.NONE.of(6, 3, 1)).containsExactly(1, 1, 1);
  }

  @Test
  void lossBelongsToTheManagerOfTheOutputs() {
    CrossEntropy loss = new CrossEntropy(Likelihood.SOFTMAX, 0, ALIKE);
    try (NDManager model = NDManager.newBaseManager("PyTorch");
        NDManager step = model.newSubManager()) {
      NDArray logits = step.create(LOGITS, new Shape(4, 3));
      NDList targets = loss.targets(TRUTH, model);
      assertThat(loss.loss(logits, targets).getManager()).isSameAs(step);
    }
  }

  private static Result hard(double smoothing, double[] weights) {
    CrossEntropy loss = new CrossEntropy(Likelihood.SOFTMAX, smoothing, weights);
    return run(loss, manager -> loss.targets(TRUTH, manager), 3, LOGITS);
  }

  private static Result soft(double smoothing, double[] weights) {
    CrossEntropy loss = new CrossEntropy(Likelihood.SOFTMAX, smoothing, weights);
    return run(loss, manager -> loss.targets(TRUTH, SHARES, manager), 3, LOGITS);
  }

  private static Result run(
      CrossEntropy loss, Function<NDManager, NDList> targets, int outputs, float[] logits) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray x = manager.create(logits, new Shape(logits.length / outputs, outputs));
      x.setRequiresGradient(true);
      NDArray value = loss.loss(x, targets.apply(manager));
      assertThat(value.getShape().dimension()).isZero();
      collector.backward(value);
      return new Result(value.getFloat(), x.getGradient().toFloatArray());
    }
  }

  private static org.assertj.core.api.AbstractFloatArrayAssert<?> assertLoss(
      Result result, double expected) {
    assertThat(result.loss()).isEqualTo(expected, within(1e-6 * Math.max(1, expected)));
    return assertThat(result.gradient());
  }

  private static float[] gradients(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private record Result(double loss, float[] gradient) {}
}
