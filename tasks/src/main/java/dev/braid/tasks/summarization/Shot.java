package dev.braid.tasks.summarization;

/**
 * Frames that belong together.
 *
 * @param first the number of its first frame, from 0
 * @param last the number of its last frame
 */
record Shot(int first, int last) {

  /** How many frames it has. */
  int length() {
    return last - first + 1;
  }
}
