package dev.braid.core.train.balance;

/** The names of a model's heads in figures, weights and states. */
final class Heads {

  private static final String AUXILIARY = "auxiliary.";

  /** The task's head behind the fusion. */
  static final String FUSED = "fused";

  private Heads() {}

  /** An input's own head; no input's is {@link #FUSED}. */
  static String of(String input) {
    return AUXILIARY + input;
  }

  /** Whether a parameter of the model belongs to an input's own head. */
  static boolean auxiliary(String parameter) {
    return parameter.startsWith(AUXILIARY);
  }
}
