package dev.braid.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.Option;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionRecordsTest {

  enum Shape {
    FLAT,
    HALF_COSINE
  }

  record Warmup(@Option(value = "steps", byDefault = "10", min = 0) int steps) {}

  record Options(
      @Option(value = "heads", byDefault = "4", min = 1) int heads,
      @Option(value = "dropout", byDefault = "0.1", min = 0, max = 0.9) double dropout,
      @Option(value = "seed", byDefault = "7") long seed,
      @Option(value = "bias", byDefault = "true") boolean bias,
      @Option(value = "schedule", byDefault = "flat") Shape shape,
      @Option("column") @Nullable String groupBy,
      @Option(value = "sizes", byDefault = "[2, 3]", min = 1) List<Integer> sizes,
      @Option(value = "columns", byDefault = "{}") Map<String, String> columns,
      @Option(value = "warm up", byDefault = "{}") Warmup warmup,
      @Option(value = "stages", byDefault = "[]") List<Warmup> stages) {}

  record Needed(@Option("the column of the answers") String target) {}

  record Nothing() {}

  private static <R extends Record> OptionRecords.Result<R> bind(Class<R> type, String yaml)
      throws SpecException {
    ProblemList problems = new ProblemList();
    OptionRecords.Result<R> result =
        OptionRecords.bind(
            SpecReader.parse(yaml, "m.yaml"), type, "fusion 'toy'", "fusion", List.of(), problems);
    problems.throwIfAny();
    assertThat(result).isNotNull();
    return result;
  }

  private static void assertProblem(String yaml, String message) {
    assertThatThrownBy(() -> bind(Options.class, yaml))
        .isInstanceOf(SpecException.class)
        .hasMessage("m.yaml:1:" + message);
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws SpecException {
    assertThat(bind(Options.class, "{}").value())
        .isEqualTo(
            new Options(
                4,
                0.1,
                7,
                true,
                Shape.FLAT,
                null,
                List.of(2, 3),
                Map.of(),
                new Warmup(10),
                List.of()));
  }

  @Test
  void everyTypeIsBound() throws SpecException {
    assertThat(
            bind(
                    Options.class,
                    "{heads: 3.0, dropout: 0, seed: 1e9, bias: false, shape: half-cosine,"
                        + " group_by: 17, sizes: [5], columns: {a: b}, warmup: {steps: 1},"
                        + " stages: [{steps: 2}, {}]}")
                .value())
        .isEqualTo(
            new Options(
                3,
                0,
                1_000_000_000L,
                false,
                Shape.HALF_COSINE,
                "17",
                List.of(5),
                Map.of("a", "b"),
                new Warmup(1),
                List.of(new Warmup(2), new Warmup(10))));
  }

  @Test
  void theCompleteMappingHasDefaultsAtEveryDepthMarkedAsSuch() throws SpecException {
    Node.MapNode complete = bind(Options.class, "{heads: 2, stages: [{}]}").complete();
    assertThat(complete.entries().keySet())
        .containsExactly(
            "heads",
            "dropout",
            "seed",
            "bias",
            "shape",
            "group_by",
            "sizes",
            "columns",
            "warmup",
            "stages");
    assertThat(complete.get("heads").position()).hasToString("m.yaml:1:9");
    assertThat(complete.get("seed").position()).hasToString("default");
    assertThat(SpecWriter.write(complete))
        .contains("stages: [{steps: 10}]", "warmup:\n  steps: 10");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heads: four    | 8 fusion.heads: wants a whole number, not the text 'four'",
        "heads: 2.5     | 8 fusion.heads: wants a whole number, not 2.5",
        "heads: [1]     | 8 fusion.heads: wants a whole number, not a list",
        "heads: true    | 8 fusion.heads: wants a whole number, not true",
        "heads: null    | 8 fusion.heads: may not be null; it wants a whole number",
        "heads: 0       | 8 fusion.heads: must be at least 1, not 0",
        "heads: 3000000000 | 8 fusion.heads: must be between -2147483648 and 2147483647, not 3000000000",
        "seed: 99999999999999999999 | 7 fusion.seed: 99999999999999999999 is too large for a whole number",
        "dropout: 2     | 10 fusion.dropout: must be between 0 and 0.9, not 2",
        "dropout: .inf  | 10 fusion.dropout: .inf is not a finite number",
        "dropout: .nan  | 10 fusion.dropout: .nan is not a finite number",
        "dropout: 1e999 | 10 fusion.dropout: 1e999 is not a finite number",
        "bias: yes      | 7 fusion.bias: wants true or false, not the text 'yes'",
        "shape: cosine  | 8 fusion.shape: the text 'cosine' is not one of flat, half-cosine; did you mean 'half-cosine'?",
        "shape: 5       | 8 fusion.shape: 5 is not one of flat, half-cosine",
        "sizes: 5       | 8 fusion.sizes: wants a list such as [a, b], not 5",
        "'sizes: [1, 0]'  | 12 fusion.sizes[2]: must be at least 1, not 0",
        "'sizes: [1, ~]'  | 12 fusion.sizes[2]: may not be null; it wants a whole number",
        "columns: [a]   | 10 fusion.columns: wants a mapping such as {a: b}, not a list",
        "warmup: {step: 1} | 10 fusion.warmup.step: unknown option of 'warmup'; did you mean 'steps'? Known: steps",
      })
  void whatIsWrongIsSaidWithWhatWouldBeRight(String yaml, String message) {
    assertProblem(yaml, message);
  }

  @Test
  void aFarUnknownOptionHasNoHint() {
    assertProblem(
        "zebra: 1",
        "1 fusion.zebra: unknown option of fusion 'toy'. Known: bias, columns, dropout, group_by,"
            + " heads, seed, shape, sizes, stages, warmup");
  }

  @Test
  void anOptionOfAPartWithoutAnySaysSo() {
    assertThatThrownBy(() -> bind(Nothing.class, "a: 1"))
        .hasMessage("m.yaml:1:1 fusion.a: unknown option of fusion 'toy'; it has none");
  }

  @Test
  void aRequiredOptionThatIsMissingSaysWhatItIs() {
    assertThatThrownBy(() -> bind(Needed.class, "{}"))
        .hasMessage(
            "m.yaml:1:1 fusion.target: is missing; fusion 'toy' needs it: the column of the answers");
  }

  @Test
  void allProblemsOfARecordAreReportedAtOnce() {
    assertThatThrownBy(() -> bind(Options.class, "heads: 0\nbias: 1\nheds: 2"))
        .hasMessage(
            """
            m.yaml:1:8 fusion.heads: must be at least 1, not 0
            m.yaml:2:7 fusion.bias: wants true or false, not 1
            m.yaml:3:1 fusion.heds: unknown option of fusion 'toy'; did you mean 'heads'? Known: \
            bias, columns, dropout, group_by, heads, seed, shape, sizes, stages, warmup""");
  }

  @Test
  void anOptionDescribesItself() {
    List<OptionInfo> options = OptionInfo.of(Options.class);
    assertThat(options.get(4).constants()).containsExactly("flat", "half-cosine");
    assertThat(options.get(5).nullable()).isTrue();
    assertThat(options.get(9).typeName()).isEqualTo("list of mapping");
    assertThat(options.get(9).nested()).extracting(OptionInfo::name).containsExactly("steps");
  }

  record Undescribed(int a) {}

  record BadDefault(@Option("x") String x, @Option(value = "a", byDefault = "0", min = 1) int a) {}

  record BadType(@Option(value = "a", byDefault = "[]") Set<String> a) {}

  record Recursive(@Option(value = "a", byDefault = "[]") List<Recursive> a) {}

  record Named(@Option(value = "a", byDefault = "x") String type) {}

  @Test
  void recordsThatNoSpecCouldBeBoundToAreRefused() {
    String here = OptionRecordsTest.class.getName() + "$";
    assertInvalid(Undescribed.class, "component 'a' of " + here + "Undescribed has no @Option");
    assertInvalid(
        BadDefault.class,
        "the default of option 'a' (whole number) cannot be used: must be at least 1, not 0");
    assertInvalid(BadType.class, "an option cannot be a java.util.Set<java.lang.String>");
    assertInvalid(Recursive.class, here + "Recursive contains itself");
    assertInvalid(Named.class, "an option cannot be named 'type', which names the part");
    assertInvalid(String.class, "its options are java.lang.String, which is not a record");
  }

  private static void assertInvalid(Class<?> type, String message) {
    assertThatThrownBy(() -> OptionRecords.validate(type)).hasMessage(message);
  }
}
