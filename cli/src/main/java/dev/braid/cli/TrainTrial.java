package dev.braid.cli;

import dev.braid.core.compare.TrialCommand;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts {@code braid train} with this process's Java, options, class path and plugins. */
final class TrainTrial implements TrialCommand {

  /** Set in a process that trains a trial: it does not outlive the comparison. */
  private static final String TRIAL = "braid.trial";

  /** Options that are this process's own affair. */
  private static final String OWN = "-(agentlib:jdwp|Xrunjdwp|Xdebug|XX:ArchiveClassesAtExit).*";

  private final List<Path> plugins;

  TrainTrial(List<Path> plugins) {
    this.plugins = plugins;
  }

  @Override
  public List<String> of(Path spec, Path base, Path runs, @Nullable Path half, int threads) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.matches(OWN))
        .forEach(command::add);
    // Java's own threads (collection, compilation, reading ahead) keep to the trial's share too.
    command.add("-XX:ActiveProcessorCount=" + threads);
    command.addAll(List.of("-Dbraid.terminal=false", "-D" + TRIAL + "=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add("train");
    for (Path plugin : plugins) {
      command.addAll(List.of("--plugins", plugin.toAbsolutePath().toString()));
    }
    if (half != null) {
      command.addAll(List.of("--resume", half.toString()));
      return command;
    }
    command.add(spec.toString());
    command.addAll(List.of("--runs", runs.toString(), "--base", base.toString()));
    return command;
  }

  /** In a trial: ends this process, as Ctrl-C does, when the comparison that started it is gone. */
  static void endWithComparison() {
    if (!Boolean.getBoolean(TRIAL)) {
      return;
    }
    Thread thread =
        new Thread(
            () -> {
              try {
                InputStream in = System.in;
                while (in.read() >= 0) {
                  // nothing is ever written; only the end matters
                }
              } catch (IOException e) {
                // a broken pipe is an end too
              }
              System.exit(143);
            },
            "ends with the comparison");
    thread.setDaemon(true);
    thread.start();
  }
}
