package dev.braid.testkit.cost;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.braid.core.cost.Ledger;
import dev.braid.core.cost.SymbolicManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Started as a process of its own: says for each part how many bytes the process holds more after
 * its forward pass, and how many are told from shapes.
 */
final class MemoryProbe {

  private MemoryProbe() {}

  /** Arguments: text encoder, size of pictures, image encoder, fusion, samples, words. */
  public static void main(String[] a) throws Exception {
    Specimen.Parts parts =
        new Specimen.Parts(a[0], Integer.parseInt(a[1]), a[2], a[3], "hidden: [64]");
    int samples = Integer.parseInt(a[4]);
    int words = Integer.parseInt(a[5]);
    Map<String, Long> told = told(new Specimen(parts, samples, words));
    Map<String, Long> held = held(new Specimen(parts, samples, words));
    held.forEach((part, bytes) -> System.out.println(part + " " + bytes + " " + told.get(part)));
  }

  private static Map<String, Long> told(Specimen specimen) throws Exception {
    Ledger ledger = new Ledger();
    NDManager manager = SymbolicManager.counting(ledger);
    SymbolicManager.initialize(specimen.model(), manager, 1);
    Map<String, Long> told = new LinkedHashMap<>();
    long[] before = {ledger.bytes()};
    specimen.run(
        manager,
        part -> {
          told.put(part, ledger.bytes() - before[0]);
          before[0] = ledger.bytes();
        });
    return told;
  }

  private static Map<String, Long> held(Specimen specimen) throws Exception {
    Map<String, Long> held = new LinkedHashMap<>();
    try (NDManager values = NDManager.newBaseManager()) {
      specimen.model().initialize(values, 1);
      // The first passes load code and make what the engine keeps for later ones.
      for (int pass = 0; pass < 3; pass++) {
        try (NDManager step = NDManager.newBaseManager();
            GradientCollector collector = Engine.getInstance().newGradientCollector()) {
          long[] before = {resident()};
          Map<String, NDArray> results =
              specimen.run(
                  step,
                  part -> {
                    long now = resident();
                    held.put(part, now - before[0]);
                    before[0] = now;
                  });
          collector.backward(results.get("head loss"));
        }
      }
    }
    return held;
  }

  private static long resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("RssAnon:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("the system does not say how much memory the process holds");
  }
}
