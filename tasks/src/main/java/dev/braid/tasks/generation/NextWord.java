package dev.braid.tasks.generation;

/** How likely each word is to come next in many texts that are being written at once. */
@FunctionalInterface
public interface NextWord {

  /**
   * Goes on with some of the texts. In the first call each text is {@link Words#BEGIN} alone.
   *
   * @param parents for each text its row in the call before, in the first call its sample; a row
   *     may come more than once or not at all
   * @param words the word that each text got since
   * @return log probabilities {@code [texts][words]}, which the caller may change
   */
  float[][] after(int[] parents, int[] words);
}
