package dev.braid.tasks.classification;

/**
 * What a task calls a class, for messages, measures and files.
 *
 * @param one such as {@code answer}
 * @param article {@code a} or {@code an}
 */
public record Words(String one, String article) {

  static final Words LABEL = new Words("label", "a");

  /** With its article: {@code an answer}. */
  String some() {
    return article + " " + one;
  }

  /** More than one: {@code answers}. */
  String many() {
    return one + "s";
  }

  /** Why a sample of the train split must have one. */
  String needed() {
    return "every training sample needs " + some();
  }
}
