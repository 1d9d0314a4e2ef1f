package dev.braid.testkit;

import dev.braid.api.MetricFactory;
import dev.braid.tasks.score.BinaryInput;
import dev.braid.tasks.score.CalibrationInput;
import dev.braid.tasks.score.CaptionInput;
import dev.braid.tasks.score.ClassificationInput;
import dev.braid.tasks.score.MultilabelInput;
import dev.braid.tasks.score.OrdinalInput;
import dev.braid.tasks.score.RankCorrelationInput;
import dev.braid.tasks.score.RegressionInput;
import dev.braid.tasks.score.RetrievalInput;
import dev.braid.tasks.score.SummaryInput;
import dev.braid.tasks.score.VqaAccuracyInput;
import dev.braid.tasks.score.VqaNormaliseInput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The built-in measures under the contract that strangers' measures are held to. */
class BuiltInMetricsTest {

  @Nested
  class Classification extends MetricContract<ClassificationInput> {
    @Override
    protected MetricFactory<ClassificationInput> factory() {
      return ClassificationInput.metric();
    }

    @Override
    protected ClassificationInput options() {
      return new ClassificationInput(List.of(0, 0, 1, 2), List.of(0, 1, 1, 0), 4);
    }

    @Override
    protected List<ClassificationInput> refused() {
      return List.of(
          new ClassificationInput(List.of(), List.of(), null),
          new ClassificationInput(List.of(0, 1), List.of(0), null),
          new ClassificationInput(List.of(0, 2), List.of(0, 1), 2),
          new ClassificationInput(List.of(0, 1), List.of(0, 2), 2));
    }
  }

  @Nested
  class Multilabel extends MetricContract<MultilabelInput> {
    @Override
    protected MetricFactory<MultilabelInput> factory() {
      return MultilabelInput.metric();
    }

    @Override
    protected MultilabelInput options() {
      return new MultilabelInput(
          List.of(List.of(1, 0), List.of(1, 1), List.of(0, 0)),
          List.of(List.of(1, 0), List.of(0, 1), List.of(0, 1)));
    }

    @Override
    protected List<MultilabelInput> refused() {
      return List.of(
          new MultilabelInput(List.of(), List.of()),
          new MultilabelInput(List.of(List.of()), List.of(List.of())),
          new MultilabelInput(List.of(List.of(1)), List.of(List.of(1), List.of(0))),
          new MultilabelInput(List.of(List.of(1)), List.of(List.of(1, 0))),
          new MultilabelInput(List.of(List.of(1), List.of(1, 0)), List.of(List.of(1), List.of(1))));
    }
  }

  @Nested
  class Ordinal extends MetricContract<OrdinalInput> {
    @Override
    protected MetricFactory<OrdinalInput> factory() {
      return OrdinalInput.metric();
    }

    @Override
    protected OrdinalInput options() {
      return new OrdinalInput(List.of(0, 1, 2, 2), List.of(0, 2, 2, 1));
    }

    @Override
    protected List<OrdinalInput> refused() {
      return List.of(new OrdinalInput(List.of(0), List.of()));
    }
  }

  @Nested
  class Regression extends MetricContract<RegressionInput> {
    @Override
    protected MetricFactory<RegressionInput> factory() {
      return RegressionInput.metric();
    }

    @Override
    protected RegressionInput options() {
      return new RegressionInput(List.of(0.5, -1.0, 2.0), List.of(0.25, -2.0, 2.0));
    }

    @Override
    protected List<RegressionInput> refused() {
      return List.of(new RegressionInput(List.of(), List.of(1.0)));
    }
  }

  @Nested
  class Binary extends MetricContract<BinaryInput> {
    @Override
    protected MetricFactory<BinaryInput> factory() {
      return BinaryInput.metric();
    }

    @Override
    protected BinaryInput options() {
      return new BinaryInput(List.of(1, 0, 1, 0), List.of(0.9, 0.8, 0.8, -3.0));
    }

    @Override
    protected List<BinaryInput> refused() {
      return List.of(new BinaryInput(List.of(1), List.of()));
    }
  }

  @Nested
  class Calibration extends MetricContract<CalibrationInput> {
    @Override
    protected MetricFactory<CalibrationInput> factory() {
      return CalibrationInput.metric();
    }

    @Override
    protected CalibrationInput options() {
      return new CalibrationInput(List.of(0.5, 0.75, 1.0, 0.0), List.of(1, 0, 1, 0), 15);
    }

    @Override
    protected List<CalibrationInput> refused() {
      return List.of(new CalibrationInput(List.of(0.5), List.of(1, 1), 15));
    }
  }

  @Nested
  class VqaAccuracy extends MetricContract<VqaAccuracyInput> {
    @Override
    protected MetricFactory<VqaAccuracyInput> factory() {
      return VqaAccuracyInput.metric();
    }

    @Override
    protected VqaAccuracyInput options() {
      return new VqaAccuracyInput(
          Map.of(
              "first", new VqaAccuracyInput.Case("red", List.of("red", "Red", "blue")),
              "second", new VqaAccuracyInput.Case("a cat", List.of("dog"))),
          null);
    }

    @Override
    protected List<VqaAccuracyInput> refused() {
      return List.of(
          new VqaAccuracyInput(Map.of(), null),
          new VqaAccuracyInput(
              Map.of("first", new VqaAccuracyInput.Case("red", List.of())), Map.of()));
    }
  }

  @Nested
  class VqaNormalise extends MetricContract<VqaNormaliseInput> {
    @Override
    protected MetricFactory<VqaNormaliseInput> factory() {
      return VqaNormaliseInput.metric();
    }

    @Override
    protected VqaNormaliseInput options() {
      return new VqaNormaliseInput(List.of("The two dogs.", ""), Map.of());
    }

    @Override
    protected List<VqaNormaliseInput> refused() {
      return List.of(new VqaNormaliseInput(List.of(), null));
    }
  }

  @Nested
  class Retrieval extends MetricContract<RetrievalInput> {
    private final List<List<Double>> similarity =
        List.of(List.of(0.9, 0.1, 0.3), List.of(0.5, 0.4, 0.5));

    @Override
    protected MetricFactory<RetrievalInput> factory() {
      return RetrievalInput.metric();
    }

    private RetrievalInput with(List<List<Double>> rows, List<List<Integer>> positives) {
      return new RetrievalInput(rows, positives, List.of(1, 5));
    }

    @Override
    protected RetrievalInput options() {
      return with(similarity, List.of(List.of(0, 2), List.of(1)));
    }

    @Override
    protected List<RetrievalInput> refused() {
      return List.of(
          with(similarity, List.of(List.of(0))),
          with(similarity, List.of(List.of(0), List.of(3))),
          with(similarity, List.of(List.of(), List.of())),
          with(List.of(List.of(0.1, 0.2), List.of(0.1)), List.of(List.of(0), List.of(0))));
    }
  }

  abstract static class OfCaptions extends MetricContract<CaptionInput> {
    @Override
    protected CaptionInput options() {
      return new CaptionInput(
          List.of("a cat on a mat", "two dogs", ""),
          List.of(List.of("a cat on the mat", "a cat"), List.of("two dogs run"), List.of("it")));
    }

    @Override
    protected List<CaptionInput> refused() {
      return List.of(
          new CaptionInput(List.of(), List.of()),
          new CaptionInput(List.of("a", "b"), List.of(List.of("a"))),
          new CaptionInput(List.of("a"), List.of(List.of())));
    }
  }

  @Nested
  class Bleu extends OfCaptions {
    @Override
    protected MetricFactory<CaptionInput> factory() {
      return CaptionInput.bleu();
    }
  }

  @Nested
  class RougeL extends OfCaptions {
    @Override
    protected MetricFactory<CaptionInput> factory() {
      return CaptionInput.rougeL();
    }
  }

  @Nested
  class CiderD extends OfCaptions {
    @Override
    protected MetricFactory<CaptionInput> factory() {
      return CaptionInput.ciderD();
    }
  }

  @Nested
  class Summary extends MetricContract<SummaryInput> {
    private final List<List<Integer>> shots = List.of(List.of(0, 1), List.of(2, 3));
    private final List<List<Integer>> users = List.of(List.of(1, 0, 0, 0), List.of(0, 0, 1, 1));

    @Override
    protected MetricFactory<SummaryInput> factory() {
      return SummaryInput.metric();
    }

    private SummaryInput with(
        List<Integer> picks, List<List<Integer>> shots, List<List<Integer>> users) {
      return new SummaryInput(4, picks, List.of(0.5, 0.75), shots, users, 0.5);
    }

    @Override
    protected SummaryInput options() {
      return with(List.of(0, 2), shots, users);
    }

    @Override
    protected List<SummaryInput> refused() {
      List<Integer> picks = List.of(0, 2);
      return List.of(
          with(List.of(0), shots, users),
          with(List.of(2, 0), shots, users),
          with(List.of(0, 4), shots, users),
          with(picks, List.of(), users),
          with(picks, List.of(List.of(0, 4)), users),
          with(picks, List.of(List.of(1, 0)), users),
          with(picks, List.of(List.of(1)), users),
          with(picks, shots, List.of()),
          with(picks, shots, List.of(List.of(1, 0, 0))));
    }
  }

  @Nested
  class RankCorrelation extends MetricContract<RankCorrelationInput> {
    @Override
    protected MetricFactory<RankCorrelationInput> factory() {
      return RankCorrelationInput.metric();
    }

    @Override
    protected RankCorrelationInput options() {
      return new RankCorrelationInput(List.of(1.0, 3.0, 2.0), List.of(0.5, 0.5, -1.0));
    }

    @Override
    protected List<RankCorrelationInput> refused() {
      return List.of(new RankCorrelationInput(List.of(1.0), List.of()));
    }
  }
}
