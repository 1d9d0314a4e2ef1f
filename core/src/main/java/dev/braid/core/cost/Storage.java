package dev.braid.core.cost;

/** The memory behind an array and all views of it. */
final class Storage {

  private final long bytes;
  private int handles;
  private boolean saved;

  /** Memory that lives while a handle on it does. */
  Storage(long bytes) {
    this.bytes = bytes;
  }

  /** Memory that only the backward pass will look at. */
  static Storage saved(long bytes) {
    Storage storage = new Storage(bytes);
    storage.saved = true;
    return storage;
  }

  void open() {
    handles++;
  }

  /**
   * Lets a handle go.
   *
   * @param needed whether the backward pass goes through the array, so that its memory stays
   */
  void close(boolean needed) {
    handles--;
    saved |= needed;
  }

  /** What is held. */
  long held() {
    return saved || handles > 0 ? bytes : 0;
  }
}
