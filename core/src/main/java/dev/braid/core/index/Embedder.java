package dev.braid.core.index;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Side;
import dev.braid.core.check.InputPlan;
import java.util.List;
import java.util.Map;

/** What makes vectors of samples so that those of both sides can be compared: a trained model. */
public interface Embedder extends AutoCloseable {

  /** The inputs that one side is made of, by name, in the order of the spec. */
  Map<String, InputPlan> inputs(Side side);

  /** The number of values of a vector. */
  int width();

  /**
   * Makes the vectors of one side. What else the samples have is not looked at.
   *
   * @return one row a sample, {@code [N, width]}, each of length 1
   * @throws BadDataException naming a sample that cannot be read, or that has no input of the side
   */
  float[][] embed(Side side, List<Sample> samples) throws BadDataException;

  @Override
  void close();
}
