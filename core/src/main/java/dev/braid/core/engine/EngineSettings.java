package dev.braid.core.engine;

import org.jspecify.annotations.Nullable;

/** Settings that the engine reads once, when its first array is made. */
public final class EngineSettings {

  private EngineSettings() {}

  /**
   * Keeps the engine from reaching for the network and fixes its threads. Call it before anything
   * touches the engine; values that the user set on the command line stay.
   *
   * @param threads of the engine, or null for one per core
   */
  public static void prepare(@Nullable Integer threads) {
    setDefault("ai.djl.offline", "true");
    setDefault("OPT_OUT_TRACKING", "true");
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    setDefault("ai.djl.pytorch.num_threads", Integer.toString(count));
    setDefault("ai.djl.pytorch.num_interop_threads", "1");
  }

  /** The engine's threads, after {@link #prepare}. */
  public static int threads() {
    return Integer.getInteger("ai.djl.pytorch.num_threads", 0);
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
