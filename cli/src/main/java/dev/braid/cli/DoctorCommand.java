package dev.braid.cli;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.braid.api.nn.script.FusedAttention;
import dev.braid.core.engine.EngineSettings;
import dev.braid.core.parts.PartCatalog;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code braid doctor}. */
@Command(
    name = "doctor",
    description = "Check that this machine can train.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  @ParentCommand private Main main = new Main();

  @Spec private CommandSpec command = CommandSpec.create();

  private int failures;

  @Override
  public Integer call() {
    check("java", DoctorCommand::java);
    check("memory", () -> "%,d MiB heap".formatted(Runtime.getRuntime().maxMemory() >> 20));
    check("parts", this::parts);
    check("cache folder", () -> writable(Folders.cache()));
    check("engine", DoctorCommand::engine);
    check("tensors", DoctorCommand::tensors);
    check("fused attention", DoctorCommand::fusedAttention);
    PrintWriter out = command.commandLine().getOut();
    out.println(failures == 0 ? "all well" : failures + " of 7 checks failed");
    out.flush();
    return failures == 0 ? 0 : 1;
  }

  private void check(String name, Check check) {
    String line;
    try {
      line = "ok    %-15s %s".formatted(name, check.run());
    } catch (Exception | LinkageError e) {
      failures++;
      line = "FAIL  %-15s %s".formatted(name, e.getMessage() == null ? e : e.getMessage());
      if (main.verbose()) {
        e.printStackTrace(command.commandLine().getErr());
      }
    }
    command.commandLine().getOut().println(line);
    command.commandLine().getOut().flush();
  }

  private static String java() {
    if (Runtime.version().feature() < 17) {
      throw new IllegalStateException(
          "Java " + Runtime.version() + " is too old; install a JDK 17 or newer");
    }
    return "%s, %s, %d processors"
        .formatted(
            Runtime.version(),
            System.getProperty("java.vendor"),
            Runtime.getRuntime().availableProcessors());
  }

  private String parts() throws Exception {
    PartCatalog catalog = Catalogs.find(main.plugins(), command.commandLine().getErr());
    if (!catalog.failures().isEmpty()) {
      throw new IllegalStateException(
          catalog.failures().size() + " plugins did not load, see above");
    }
    return catalog.entries().size() + " parts";
  }

  private static String writable(Path folder) throws java.io.IOException {
    Files.createDirectories(folder);
    Path file = Files.createTempFile(folder, "doctor", ".tmp");
    Files.delete(file);
    return folder + ", %,d MiB free".formatted(Files.getFileStore(folder).getUsableSpace() >> 20);
  }

  private static String engine() {
    EngineSettings.prepare(null);
    Engine engine = Engine.getInstance();
    return "%s %s, %s threads"
        .formatted(
            engine.getEngineName(),
            engine.getVersion(),
            System.getProperty("ai.djl.pytorch.num_threads"));
  }

  /** A product with a known result, and its gradient. */
  private static String tensors() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.create(new float[] {1, 2, 3});
      x.setRequiresGradient(true);
      try (var collector = Engine.getInstance().newGradientCollector()) {
        NDArray y = x.mul(x).sum();
        collector.backward(y);
        if (y.getFloat() != 14) {
          throw new IllegalStateException("1 + 4 + 9 came out as " + y.getFloat());
        }
      }
      float[] gradient = x.getGradient().toFloatArray();
      if (gradient[2] != 6) {
        throw new IllegalStateException("a gradient of 6 came out as " + gradient[2]);
      }
      return "a product and its gradient are right";
    }
  }

  /** Without it training is slower and otherwise the same. */
  private static String fusedAttention() {
    String problem = FusedAttention.problem();
    return problem == null ? "yes" : "no: " + problem;
  }

  @FunctionalInterface
  private interface Check {
    String run() throws Exception;
  }
}
