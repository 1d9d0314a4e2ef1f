package dev.braid.fusion;

import dev.braid.api.Problems;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.FusionInputs;
import java.util.EnumSet;
import java.util.Set;

/**
 * The base of factories of operators on tokens: reports too few inputs, widths that differ without
 * a projection, heads that do not divide the width and a pooling that the operator does not have.
 */
abstract class TokenFactory<O extends Record & TokenOptions> extends OperatorFactory<O> {

  private final boolean attendsOthers;
  private final Set<Pooling> poolings;

  TokenFactory(boolean attendsOthers, Pooling... poolings) {
    this.attendsOthers = attendsOthers;
    this.poolings = EnumSet.copyOf(Set.of(poolings));
  }

  /** The encoding after a projection to a width; reports what only this operator asks for. */
  abstract EncodingSpec output(O options, FusionInputs inputs, int width, Problems problems);

  @Override
  public void check(O options, Problems problems) {
    options.pooling().check(type(), poolings, problems);
    Integer width = options.width();
    if (width != null) {
      checkHeads(width, options.heads(), problems);
    }
  }

  private static void checkHeads(int width, int heads, Problems problems) {
    if (width % heads != 0) {
      problems.add("heads", "width " + width + " is not a multiple of heads " + heads);
    }
  }

  @Override
  public final Form wants(O options) {
    return Form.TOKENS;
  }

  @Override
  public final EncodingSpec output(O options, FusionInputs inputs, Problems problems) {
    if (attendsOthers) {
      checkTwo(inputs, problems);
    }
    Projection.check(options.width(), inputs, problems);
    int width = Projection.width(options.width(), inputs);
    if (options.width() == null && inputs.sameWidth()) {
      checkHeads(width, options.heads(), problems);
    }
    return output(options, inputs, width, problems);
  }
}
