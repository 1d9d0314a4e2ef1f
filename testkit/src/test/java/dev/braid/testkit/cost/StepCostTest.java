package dev.braid.testkit.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.braid.api.BraidPlugin;
import dev.braid.api.FusionFactory;
import dev.braid.api.Problems;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.core.CorePlugin;
import dev.braid.core.check.SpecChecker;
import dev.braid.core.experiment.StepCost;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.Overrides;
import dev.braid.core.spec.SpecReader;
import dev.braid.encoders.image.ImagePlugin;
import dev.braid.encoders.text.TextPlugin;
import dev.braid.fusion.FusionPlugin;
import dev.braid.tasks.TasksPlugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a step is said to cost, against counts by hand and published figures. */
class StepCostTest {

  @TempDir static Path folder;

  private static final Path SPECS = Path.of("../examples/vqa");

  /** A stranger's operator: the first input through a function, then through a layer. */
  private record Stranger(UnaryOperator<NDArray> function)
      implements FusionFactory<Stranger.Options>, BraidPlugin {

    record Options() {}

    @Override
    public List<FusionFactory<?>> fusions() {
      return List.of(this);
    }

    @Override
    public String type() {
      return "stranger";
    }

    @Override
    public String description() {
      return "a stranger's operator";
    }

    @Override
    public Class<Options> options() {
      return Options.class;
    }

    @Override
    public Form wants(Options options) {
      return Form.POOLED;
    }

    @Override
    public EncodingSpec output(Options options, FusionInputs inputs, Problems problems) {
      return EncodingSpec.pooled(inputs.width(inputs.names().get(0)));
    }

    @Override
    public Fusion create(Options options, FusionInputs inputs) {
      return new Fusion(inputs, Form.POOLED) {
        @Override
        public Encoding fuse(Map<String, Encoding> encodings, boolean training) {
          Encoding first = encodings.get(names().get(0));
          return Encoding.ofPooled(function.apply(first.requirePooled()), first.present());
        }
      };
    }
  }

  private static StepCost cost(
      UnaryOperator<NDArray> stranger, String spec, int batch, String... overrides)
      throws Exception {
    PartCatalog catalog =
        PartCatalog.of(
            List.of(
                new CorePlugin(),
                new TextPlugin(),
                new ImagePlugin(),
                new FusionPlugin(),
                new TasksPlugin(),
                new Stranger(stranger)));
    return StepCost.of(
        SpecChecker.check(
            Overrides.apply(SpecReader.read(SPECS.resolve(spec)), List.of(overrides)), catalog),
        folder,
        folder.resolve("cache"),
        batch);
  }

  private static StepCost.Part part(StepCost cost, String name) {
    return cost.parts().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private static StepCost shapes(int batch, String... more) throws Exception {
    return strange(x -> x, batch, more);
  }

  private static StepCost strange(UnaryOperator<NDArray> function, int batch, String... more)
      throws Exception {
    String[] overrides = new String[more.length + 2];
    overrides[0] = "data={type: shapes, size: 32, pictures: 40, test_pictures: 4}";
    overrides[1] = "inputs.picture.reader.size=32";
    System.arraycopy(more, 0, overrides, 2, more.length);
    return cost(function, "shapes.yaml", batch, overrides);
  }

  @Test
  void theClassicModelHasItsParametersAndResNetItsPublishedWork() throws Exception {
    StepCost cost = cost(x -> x, "classic.yaml", 4, "data.pictures=8", "data.test_pictures=2");
    assertThat(cost.total().parameters()).isEqualTo(12_983_617);
    StepCost.Part picture = part(cost, "picture");
    // He et al. 2016 and torchvision: 1.814 G for a picture of 224 x 224, the last layer included.
    assertThat((double) picture.macs() / picture.distinct()).isCloseTo(1.814e9, within(0.002e9));
    StepCost.Part statement = part(cost, "statement");
    long tokens = statement.macs() / (4L * 256 * (128 + 256));
    assertThat(statement.macs()).isEqualTo(tokens * 4 * 256 * (128 + 256));
    assertThat(tokens % statement.distinct()).isZero();
    assertThat(part(cost, "head").macs()).isEqualTo(4 * 512);
  }

  @Test
  void layersHaveTheWorkThatTheirSizesSay() throws Exception {
    StepCost cost =
        shapes(
            10,
            "inputs.question.encoder={type: bag, width: 16}",
            "inputs.picture.encoder={type: cnn, channels: [8], width: 24, grid: 2}",
            "fusion={type: concat, hidden: [12], output: 20}",
            "task.hidden=[]");
    StepCost.Part picture = part(cost, "picture");
    assertThat(picture.macs())
        .isEqualTo(picture.distinct() * (32L * 32 * 8 * 3 * 9 + 24L * 8 * 2 * 2));
    assertThat(part(cost, "question").macs()).isZero();
    assertThat(part(cost, "fusion").macs()).isEqualTo(10L * (40 * 12 + 12 * 20));
    assertThat(part(cost, "fusion").parameters()).isEqualTo(16 + 24 + 40 * 12 + 12 + 12 * 20 + 20);
    long answers = (part(cost, "head").parameters()) / 21;
    assertThat(part(cost, "head").macs()).isEqualTo(10 * 20 * answers);
  }

  @Test
  void attentionHasFourProjectionsAndTwoProducts() throws Exception {
    StepCost cost =
        shapes(
            6,
            "inputs.question.encoder={type: bag, width: 16}",
            "inputs.picture.encoder={type: cnn, channels: [8, 8], width: 16}",
            "fusion={type: cross-attention, width: 16, heads: 2, feed_forward: 32, dropout: 0, query: picture}");
    long cells = 8 * 8;
    long fusion = part(cost, "fusion").macs();
    // What is left besides the work on cells is that on the words of the longest question.
    long fixed = 6 * cells * (16 * 16 + 2 * 16 * 16 + 2 * 16 * 32);
    long eachWord = 6 * (16 * 16 + 2 * 16 * 16 + 2 * 16 * cells);
    assertThat((fusion - fixed) % eachWord).isZero();
    assertThat((fusion - fixed) / eachWord).isBetween(3L, 30L);
  }

  @Test
  void aStrangersOperatorNeedsNothingOfItsAuthor() throws Exception {
    StepCost cost =
        strange(x -> x.mul(2).swapAxes(0, 1).matMul(x).softmax(1), 8, "fusion=stranger");
    assertThat(part(cost, "fusion").macs()).isEqualTo(128L * 8 * 128);
  }

  @Test
  void anOperationThatIsNotKnownIsNamedAndTheOtherPartsAreTold() throws Exception {
    StepCost cost = strange(x -> x.inverse(), 8, "fusion=stranger");
    assertThat(part(cost, "fusion").unknown()).isEqualTo("part uses NDArray.inverse");
    assertThat(cost.total().unknown()).isNotNull();
    assertThat(part(cost, "picture").macs()).isPositive();
    assertThat(part(cost, "head").macs()).isPositive();
  }

  @Test
  void aPartThatReadsResultsIsUnknown() throws Exception {
    StepCost cost = strange(x -> x.mul(x.sum().getFloat()), 8, "fusion=stranger");
    assertThat(part(cost, "fusion").unknown()).isEqualTo("part reads the values of a result");
  }

  @Test
  void aPartThatFailsWithoutValuesIsUnknown() throws Exception {
    StepCost cost = strange(x -> x.reshape(3, 3), 8, "fusion=stranger");
    assertThat(part(cost, "fusion").unknown()).contains("(8, 128) does not reshape to (3, 3)");
  }
}
