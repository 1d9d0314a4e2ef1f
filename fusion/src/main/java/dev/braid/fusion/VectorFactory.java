package dev.braid.fusion;

import dev.braid.api.FusionFactory;
import dev.braid.api.Problems;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.FusionInputs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The base of factories of operators between pooled vectors: reports too few inputs. */
abstract class VectorFactory<O extends Record> implements FusionFactory<O> {

  @Override
  public final Form wants(O options) {
    return Form.POOLED;
  }

  @Override
  public final EncodingSpec output(O options, FusionInputs inputs, Problems problems) {
    if (inputs.names().size() < 2) {
      problems.add(
          "", type() + " needs two inputs or more, here only " + String.join("", inputs.names()));
    }
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
    List<String> names = inputs.names();
    if (main != null && !names.contains(main)) {
      problems.add("main", "no input named '" + main + "'; inputs: " + String.join(", ", names));
      return 1;
    }
    return inputs.width(main(main, inputs));
  }

  /** The input that the others act on: the named one, or the first. */
  static String main(@Nullable String main, FusionInputs inputs) {
    return main != null ? main : inputs.names().get(0);
  }

  /** The names of all inputs but one, in order. */
  static List<String> others(String name, FusionInputs inputs) {
    return inputs.names().stream().filter(other -> !other.equals(name)).toList();
  }
}
