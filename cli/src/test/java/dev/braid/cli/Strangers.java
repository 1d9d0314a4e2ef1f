package dev.braid.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.braid.api.BraidPlugin;
import dev.braid.api.FusionFactory;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.model.Optimizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Plugins that are seen only where a test registers them in a folder. */
final class Strangers {

  private Strangers() {}

  /** A folder for {@code --plugins} that registers a class. */
  static Path register(Path folder, String type) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(BraidPlugin.class.getName()), type);
    return folder;
  }

  /** Brings a second {@code sum}. */
  public static final class Twin implements BraidPlugin {
    @Override
    public List<FusionFactory<?>> fusions() {
      return List.of(new Sum());
    }
  }

  /** Brings {@code counting}. */
  public static final class Counter implements BraidPlugin {
    /** Batches that were fused and not trained on. */
    static final AtomicInteger MEASURED = new AtomicInteger();

    @Override
    public List<FusionFactory<?>> fusions() {
      return List.of(new Counting());
    }
  }

  private abstract static class Foreign implements FusionFactory<Foreign.Options> {
    record Options() {}

    private final String type;

    Foreign(String type) {
      this.type = type;
    }

    @Override
    public String type() {
      return type;
    }

    @Override
    public String description() {
      return "another operator";
    }

    @Override
    public Class<Options> options() {
      return Options.class;
    }

    @Override
    public Form wants(Options options) {
      return Form.POOLED;
    }

    @Override
    public EncodingSpec output(Options options, FusionInputs inputs, Problems problems) {
      return EncodingSpec.pooled(inputs.width(inputs.names().get(0)));
    }
  }

  static final class Sum extends Foreign {
    Sum() {
      super("sum");
    }

    @Override
    public Fusion create(Options options, FusionInputs inputs) {
      throw new AssertionError("never made");
    }
  }

  /** Hands on the first input. */
  static final class Counting extends Foreign {
    Counting() {
      super("counting");
    }

    @Override
    public Fusion create(Options options, FusionInputs inputs) {
      return new Fusion(inputs, Form.POOLED) {
        @Override
        public Encoding fuse(Map<String, Encoding> encodings, boolean training) {
          if (!training) {
            Counter.MEASURED.incrementAndGet();
          }
          return encodings.values().iterator().next();
        }
      };
    }
  }

  /** Brings {@code full-disk} and {@code spoiling}. */
  public static final class Faulty implements BraidPlugin {
    @Override
    public List<OptimizerFactory<?>> optimizers() {
      return List.of(new Filling(), new Spoiling());
    }
  }

  /**
   * An optimizer that changes nothing. When its state is asked for the second time, in the middle
   * of the second checkpoint, it links the file that is written next to {@code /dev/full}: that
   * write fails as it does on a full disk.
   */
  static final class Filling implements OptimizerFactory<Filling.Options> {
    record Options(@Option("the folder of checkpoints") String checkpoints) {}

    @Override
    public String type() {
      return "full-disk";
    }

    @Override
    public String description() {
      return "fills the disk";
    }

    @Override
    public Class<Options> options() {
      return Options.class;
    }

    @Override
    public Optimizer create(Options options, Map<String, NDArray> parameters) {
      return new Filler(Path.of(options.checkpoints()));
    }
  }

  /** An optimizer that changes nothing until it makes every value of a parameter no number. */
  static final class Spoiling implements OptimizerFactory<Spoiling.Options> {
    record Options(@Option("the step") int at) {}

    @Override
    public String type() {
      return "spoiling";
    }

    @Override
    public String description() {
      return "spoils a parameter";
    }

    @Override
    public Class<Options> options() {
      return Options.class;
    }

    @Override
    public Optimizer create(Options options, Map<String, NDArray> parameters) {
      return new Still() {
        @Override
        public void step(List<Group> groups) {
          super.step(groups);
          if (steps() == options.at()) {
            parameters.values().iterator().next().set(new NDIndex("..."), Float.NaN);
          }
        }
      };
    }
  }

  private static class Still implements Optimizer {
    private long steps;

    @Override
    public void step(List<Group> groups) {
      steps++;
    }

    @Override
    public Map<String, NDArray> state() {
      return Map.of();
    }

    @Override
    public long steps() {
      return steps;
    }

    @Override
    public void restore(Map<String, NDArray> state, long steps) {}

    @Override
    public double learningRate() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static final class Filler extends Still {
    private final Path checkpoints;
    private int saves;

    Filler(Path checkpoints) {
      this.checkpoints = checkpoints;
    }

    @Override
    public Map<String, NDArray> state() {
      saves++;
      if (saves == 2) {
        try (Stream<Path> list = Files.list(checkpoints)) {
          Path half =
              list.filter(path -> path.toString().endsWith(".part")).findFirst().orElseThrow();
          Files.createSymbolicLink(half.resolve("optimizer.safetensors"), Path.of("/dev/full"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return Map.of();
    }
  }
}
