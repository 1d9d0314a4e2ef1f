package dev.braid.fusion;

import dev.braid.api.Problems;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.FusionInputs;
import org.jspecify.annotations.Nullable;

/** The base of factories of operators between pooled vectors: reports too few inputs. */
abstract class VectorFactory<O extends Record> extends OperatorFactory<O> {

  @Override
  public final Form wants(O options) {
    return Form.POOLED;
  }

  @Override
  public final EncodingSpec output(O options, FusionInputs inputs, Problems problems) {
    checkTwo(inputs, problems);
    return EncodingSpec.pooled(width(options, inputs, problems));
  }

  /** The width of the result; reports what only this operator asks for. */
  abstract int width(O options, FusionInputs inputs, Problems problems);

  /**
   * Reports a {@code main} that is no input.
   *
   * @return the width of the main input, or 1 beside a problem
   */
  static int mainWidth(@Nullable String main, FusionInputs inputs, Problems problems) {
    return checkInput("main", main, inputs, problems) ? inputs.width(main(main, inputs)) : 1;
  }
}
