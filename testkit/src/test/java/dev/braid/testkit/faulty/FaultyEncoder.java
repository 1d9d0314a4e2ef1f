package dev.braid.testkit.faulty;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Tensors;
import dev.braid.testkit.EncoderContract;
import java.util.Random;

/** A linear layer over vectors, pooled by the mean. */
final class FaultyEncoder implements EncoderFactory<FaultyEncoder.Options> {

  /** Knows nothing of the seeds of a run. */
  private static final Random FOREIGN = new Random(1);

  /** What is wrong, and the names of the tests that must fail for it. */
  enum Fault {
    NONE,
    REFUSES_ITS_OPTIONS("aSpecCanNameItAndItsOptions"),
    LEAK("aStepLeavesNoArrayWithTheParameters"),
    UNUSED_PARAMETER(
        "everyParameterGetsAFiniteGradient", "everyParameterAndTheResultChangeInSteps"),
    PARAMETER_OF_ANOTHER_FORM(
        "everyParameterGetsAFiniteGradient", "everyParameterAndTheResultChangeInSteps"),
    PADDING_COUNTS("paddingDoesNotMatter"),
    NAN_FOR_MISSING("aMissingInputGivesFiniteResultsAndGradients"),
    NEIGHBOURS_COUNT("theOtherSamplesOfABatchDoNotMatter"),
    HIDDEN_STATE("aBlockWithTheSameNamedValuesGivesTheSameResult"),
    UNSEEDED_START("theSameSeedGivesTheSameStart"),
    DROPOUT_OF_ITS_OWN("trainingIsRepeatableUnderTheSeedOfTheEngine"),
    DROPOUT_IN_EVALUATION(
        "nothingIsRandomInEvaluation",
        "paddingDoesNotMatter",
        "theOtherSamplesOfABatchDoNotMatter",
        "aBlockWithTheSameNamedValuesGivesTheSameResult",
        "theSameSeedGivesTheSameStart"),
    OTHER_WIDTH("whatItDeclaresIsWhatItYields"),
    TOKENS_UNDER_THE_MASK(
        "whatItDeclaresIsWhatItYields", "aMissingInputGivesFiniteResultsAndGradients");

    final String[] broken;

    Fault(String... broken) {
      this.broken = broken;
    }
  }

  record Options(@Option("what is wrong with it") Fault fault) {}

  /** The contract of one that {@link #fault} makes wrong. */
  static class Contract extends EncoderContract<Options> {
    static Fault fault = Fault.NONE;

    @Override
    protected EncoderFactory<Options> factory() {
      return new FaultyEncoder();
    }

    @Override
    protected Options options() {
      return new Options(fault);
    }

    @Override
    protected FeatureSpec features() {
      return new FeatureSpec(new Shape(-1, 3), 0);
    }
  }

  @Override
  public String type() {
    return "faulty";
  }

  @Override
  public String description() {
    return "encoder with one fault";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.fault() == Fault.REFUSES_ITS_OPTIONS) {
      problems.add("fault", "is not wanted");
    }
  }

  @Override
  public Modality modality() {
    return Modality.TEXT;
  }

  @Override
  public EncodingSpec output(Options options, FeatureSpec features) {
    return EncodingSpec.both(options.fault() == Fault.OTHER_WIDTH ? 5 : 4);
  }

  @Override
  public Encoder create(Options options, EncoderContext context) {
    return new Block(options.fault());
  }

  private static final class Block extends Encoder {
    private final Fault fault;
    private final Linear linear = child("linear", new Linear(3, 4));
    private final Parameter scale;
    private int trainings;

    Block(Fault fault) {
      this.fault = fault;
      Init unseeded = (values, random) -> values[0] = FOREIGN.nextFloat();
      scale = parameter("scale", fault == Fault.UNSEEDED_START ? unseeded : Init.ones(), 1);
    }

    @Override
    public Encoding encode(InputBatch input, boolean training) {
      trainings += training ? 1 : 0;
      NDArray mask = input.mask();
      NDArray x = linear.apply(input.values());
      x =
          switch (fault) {
            case UNUSED_PARAMETER, PARAMETER_OF_ANOTHER_FORM -> x;
            case LEAK -> scale.getArray().mul(x);
            case HIDDEN_STATE -> x.mul(scale.getArray()).add(trainings);
            case DROPOUT_OF_ITS_OWN ->
                x.mul(scale.getArray()).mul(training ? FOREIGN.nextFloat() : 1);
            case DROPOUT_IN_EVALUATION -> Tensors.dropout(x.mul(scale.getArray()), 0.5, true);
            default -> x.mul(scale.getArray());
          };
      NDArray tokens = fault == Fault.TOKENS_UNDER_THE_MASK ? x : Tensors.cover(x, mask);
      return new Encoding(tokens, mask, pool(tokens, mask), input.present());
    }

    private NDArray pool(NDArray tokens, NDArray mask) {
      return switch (fault) {
        case PARAMETER_OF_ANOTHER_FORM -> Tensors.maskedMean(tokens, mask).mul(scale.getArray());
        case PADDING_COUNTS -> tokens.mean(new int[] {1});
        case NAN_FOR_MISSING -> {
          NDArray count = mask.toType(DataType.FLOAT32, false).sum(new int[] {1}, true);
          yield tokens.sum(new int[] {1}).div(count);
        }
        case NEIGHBOURS_COUNT -> {
          NDArray mean = Tensors.maskedMean(tokens, mask);
          yield mean.sub(mean.mean(new int[] {0}, true));
        }
        default -> Tensors.maskedMean(tokens, mask);
      };
    }
  }
}
