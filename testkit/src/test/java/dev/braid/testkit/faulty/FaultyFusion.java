package dev.braid.testkit.faulty;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Tensors;
import dev.braid.testkit.FusionContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A weighted sum of the inputs. */
final class FaultyFusion implements FusionFactory<FaultyFusion.Options> {

  /** What is wrong, and the names of the tests that must fail for it. */
  enum Fault {
    NONE(Form.POOLED),
    NONE_OF_TOKENS(Form.TOKENS),
    LEAK(Form.POOLED, "aStepLeavesNoArrayWithTheParameters"),
    UNUSED_PARAMETER(
        Form.POOLED,
        "everyParameterGetsAFiniteGradient",
        "everyParameterAndTheResultChangeInSteps"),
    ABSENT_TIMES_ZERO(Form.POOLED, "aValueThatIsAbsentReachesNeitherResultNorGradients"),
    PADDING_COUNTS(Form.TOKENS, "paddingDoesNotMatter"),
    NEIGHBOURS_COUNT(Form.POOLED, "theOtherSamplesOfABatchDoNotMatter"),
    OTHER_WIDTH(Form.POOLED, "whatItDeclaresIsWhatItYields"),
    FORM_IT_LACKS(Form.POOLED, "whatItDeclaresIsWhatItYields"),
    ALWAYS_PRESENT(Form.POOLED, "whatItDeclaresIsWhatItYields");

    final Form wants;
    final String[] broken;

    Fault(Form wants, String... broken) {
      this.wants = wants;
      this.broken = broken;
    }
  }

  record Options(@Option("what is wrong with it") Fault fault) {}

  /** The contract of one that {@link #fault} makes wrong. */
  static class Contract extends FusionContract<Options> {
    static Fault fault = Fault.NONE;

    @Override
    protected FusionFactory<Options> factory() {
      return new FaultyFusion();
    }

    @Override
    protected Options options() {
      return new Options(fault);
    }
  }

  @Override
  public String type() {
    return "faulty";
  }

  @Override
  public String description() {
    return "fusion operator with one fault";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Form wants(Options options) {
    return options.fault().wants;
  }

  @Override
  public EncodingSpec output(Options options, FusionInputs inputs, Problems problems) {
    return switch (options.fault()) {
      case OTHER_WIDTH -> EncodingSpec.pooled(7);
      case FORM_IT_LACKS -> new EncodingSpec(6, Set.of(Form.POOLED, Form.TOKENS));
      default -> EncodingSpec.pooled(6);
    };
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options.fault(), inputs);
  }

  private static final class Block extends Fusion {
    private final Fault fault;
    private final Parameter weight = parameter("weight", Init.normal(1), 6);
    private final Parameter bias = parameter("bias", Init.normal(1), 6);

    Block(Fault fault, FusionInputs inputs) {
      super(inputs, fault.wants);
      this.fault = fault;
    }

    @Override
    public Encoding fuse(Map<String, Encoding> inputs, boolean training) {
      List<NDArray> terms = new ArrayList<>();
      List<NDArray> presences = new ArrayList<>();
      for (String name : names()) {
        Encoding input = inputs.get(name);
        terms.add(select(input));
        presences.add(input.present());
      }
      NDArray sum = Tensors.sum(terms);
      NDArray y = fault == Fault.LEAK ? weight.getArray().mul(sum) : sum.mul(weight.getArray());
      y = fault == Fault.UNUSED_PARAMETER ? y : y.add(bias.getArray());
      y = fault == Fault.NEIGHBOURS_COUNT ? y.sub(y.max(new int[] {0}, true)) : y;
      NDArray any = Tensors.any(presences);
      return Encoding.ofPooled(
          y, fault == Fault.ALWAYS_PRESENT ? any.logicalOr(any.logicalNot()) : any);
    }

    private NDArray select(Encoding input) {
      return switch (fault) {
        case ABSENT_TIMES_ZERO ->
            input
                .requirePooled()
                .mul(input.present().toType(DataType.FLOAT32, false).expandDims(1));
        case NONE_OF_TOKENS -> Tensors.maskedMean(input.requireTokens(), input.requireMask());
        case PADDING_COUNTS ->
            Tensors.cover(input.requireTokens(), input.requireMask()).mean(new int[] {1});
        default -> Tensors.orZeros(input.present(), input.requirePooled());
      };
    }
  }
}
