package dev.braid.tasks.generation;

import java.util.List;

/** A way to write texts. */
public sealed interface Search permits Walk, BeamSearch {

  /**
   * Writes texts for a number of samples, one or more for each, the best first.
   *
   * @param next what knows the samples
   */
  List<List<Text>> write(NextWord next, int samples);
}
