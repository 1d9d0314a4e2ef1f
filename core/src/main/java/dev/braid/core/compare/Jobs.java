package dev.braid.core.compare;

import dev.braid.core.check.CheckedSpec;
import dev.braid.core.experiment.StepCost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How many trials fit at once: processors divided by the threads of a trial, and no more than
 * memory has room for. What a trial takes is estimated from the spec at first, and is a quarter
 * above the largest peak of the finished trials later.
 */
final class Jobs {

  private static final double MIB = 1 << 20;
  private static final double PROCESS = 512; // Java and the engine's library
  private static final double VALUES = 16; // a parameter, its gradient and two moments, in bytes
  private static final double SLACK = 1.25;

  private final @Nullable Integer fixed;
  private final int processors;
  private final double memory;
  private double need;
  private boolean measured;
  private int most = Integer.MAX_VALUE;

  /**
   * With an estimate.
   *
   * @param fixed what the user wants, or null
   * @param threads of a trial
   * @param memory that is free, in MiB
   * @param need of a trial, in MiB
   */
  Jobs(@Nullable Integer fixed, int threads, double memory, double need) {
    this.fixed = fixed;
    this.processors = Math.max(1, Runtime.getRuntime().availableProcessors() / threads);
    this.memory = memory;
    this.need = need;
  }

  /** How many may run now; at least one. */
  int now() {
    int fit = fixed != null ? fixed : Math.max(1, (int) Math.min(processors, memory / need));
    return Math.min(most, fit);
  }

  /** So many at once were too many, whatever was estimated or wanted. */
  void tooMany(int running) {
    most = Math.max(1, Math.min(most, running - 1));
  }

  /** Takes the peak of a finished trial into account. */
  void peak(@Nullable Double mib) {
    if (mib != null) {
      need = measured ? Math.max(need, SLACK * mib) : SLACK * mib;
      measured = true;
    }
  }

  /** What a trial of a spec may take, in MiB; its caches are counted as full. */
  static double estimate(CheckedSpec spec, @Nullable StepCost cost) {
    double bytes =
        cost == null ? 0 : VALUES * cost.total().parameters() + 2.0 * cost.total().bytes();
    return PROCESS + spec.training().cacheMb() + bytes / MIB;
  }

  /** What other processes leave free, in MiB. */
  static double free() throws IOException {
    Path info = Path.of("/proc/meminfo");
    double system =
        ((com.sun.management.OperatingSystemMXBean)
                    java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize()
            / MIB;
    if (!Files.isReadable(info)) {
      return system / 2;
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("MemAvailable:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .map(available -> Math.min(available, system))
        .findFirst()
        .orElse(system / 2);
  }
}
