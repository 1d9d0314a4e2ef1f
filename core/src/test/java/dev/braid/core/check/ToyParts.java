package dev.braid.core.check;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.FusionFactory;
import dev.braid.api.Modality;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.ReaderFactory;
import dev.braid.api.ScheduleFactory;
import dev.braid.api.SourceFactory;
import dev.braid.api.TaskFactory;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.Reader;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.model.Optimizer;
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.core.schedule.Constant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of two modalities that can be named and checked but not built. */
final class ToyParts implements BraidPlugin {

  static final Modality SMELL = new Modality("smell");

  record NoOptions() {}

  record Size(@Option(value = "edge in pixels", byDefault = "64", min = 8, max = 512) int size) {}

  record Width(
      @Option(value = "size of a vector", byDefault = "256", min = 1, max = 4096) int width) {}

  record Attention(
      @Option(value = "attention heads", byDefault = "4", min = 1, max = 64) int heads,
      @Option(value = "layers", byDefault = "1", min = 1) int layers,
      @Option(value = "fraction dropped", byDefault = "0.1", min = 0, max = 0.9) double dropout) {}

  record Target(
      @Option("column of the answers") String target,
      @Option("how many answers; null means all") @Nullable Integer classes) {}

  record Rate(
      @Option(value = "step size", byDefault = "1e-3", min = 0, max = 1) double learningRate) {}

  @Override
  public List<SourceFactory<?>> sources() {
    return List.of(new Source("shapes"));
  }

  @Override
  public List<ReaderFactory<?>> readers() {
    return List.of(new Text("text"), new Image("image"));
  }

  @Override
  public List<EncoderFactory<?>> encoders() {
    return List.of(
        new Enc("lstm", Modality.TEXT),
        new Enc("gru", Modality.TEXT),
        new Enc("bag", Modality.TEXT),
        new Enc("cnn", Modality.IMAGE),
        new Enc("nose", SMELL));
  }

  @Override
  public List<FusionFactory<?>> fusions() {
    return List.of(new Concat("concat"), new Cross("cross-attention"), new Haunted("haunted"));
  }

  @Override
  public List<TaskFactory<?>> tasks() {
    return List.of(new Qa("qa"));
  }

  @Override
  public List<OptimizerFactory<?>> optimizers() {
    return List.of(new Optim("adam"), new Optim("sgd"));
  }

  @Override
  public List<ScheduleFactory<?>> schedules() {
    return List.of(new Constant());
  }

  record Source(String type) implements SourceFactory<NoOptions> {
    @Override
    public String description() {
      return "a toy";
    }

    @Override
    public Class<NoOptions> options() {
      return NoOptions.class;
    }

    @Override
    public Splits open(NoOptions options, SourceContext context) {
      throw new UnsupportedOperationException();
    }
  }

  record Text(String type) implements ReaderFactory<NoOptions> {
    @Override
    public String description() {
      return "a toy";
    }

    @Override
    public Class<NoOptions> options() {
      return NoOptions.class;
    }

    @Override
    public Modality modality() {
      return Modality.TEXT;
    }

    @Override
    public FeatureSpec features(NoOptions options) {
      return new FeatureSpec(new Shape(-1), 0);
    }

    @Override
    public Reader create(NoOptions options) {
      throw new UnsupportedOperationException();
    }
  }

  record Image(String type) implements ReaderFactory<Size> {
    @Override
    public String description() {
      return "a toy";
    }

    @Override
    public Class<Size> options() {
      return Size.class;
    }

    @Override
    public Modality modality() {
      return Modality.IMAGE;
    }

    @Override
    public FeatureSpec features(Size options) {
      return new FeatureSpec(new Shape(3, options.size(), options.size()), 0);
    }

    @Override
    public Reader create(Size options) {
      throw new UnsupportedOperationException();
    }
  }

  record Enc(String type, Modality modality) implements EncoderFactory<Width> {
    @Override
    public String description() {
      return "a toy";
    }

    @Override
    public Class<Width> options() {
      return Width.class;
    }

    @Override
    public EncodingSpec output(Width options, FeatureSpec features) {
      return EncodingSpec.both(options.width());
    }

    @Override
    public Encoder create(Width options, EncoderContext context) {
      throw new UnsupportedOperationException();
    }
  }

  record Concat(String type) implements FusionFactory<NoOptions> {
    @Override
    public String description() {
      return "a toy";
    }

    @Override
    public Class<NoOptions> options() {
      return NoOptions.class;
    }

    @Override
    public Form wants(NoOptions options) {
      return Form.POOLED;
    }

    @Override
    public EncodingSpec output(NoOptions options, FusionInputs inputs, Problems problems) {
      return EncodingSpec.pooled(inputs.totalWidth());
    }

    @Override
    public Fusion create(NoOptions options, FusionInputs inputs) {
      throw new UnsupportedOperationException();
    }
  }

  record Cross(String type) implements FusionFactory<Attention> {
    @Override
    public String description() {
      return "a toy";
    }

    @Override
    public Class<Attention> options() {
      return Attention.class;
    }

    @Override
    public void check(Attention options, Problems problems) {
      if (options.heads() == 5) {
        problems.add("heads", "cannot be 5");
      }
    }

    @Override
    public Form wants(Attention options) {
      return Form.TOKENS;
    }

    @Override
    public EncodingSpec output(Attention options, FusionInputs inputs, Problems problems) {
      if (inputs.names().size() < 2) {
        problems.add("", "wants two inputs or more, not " + inputs.names().size());
      }
      return EncodingSpec.both(inputs.totalWidth());
    }

    @Override
    public Fusion create(Attention options, FusionInputs inputs) {
      throw new UnsupportedOperationException();
    }
  }

  /** What strangers may write: it throws, or returns what it must not. */
  record Haunted(String type) implements FusionFactory<Width> {
    @Override
    public String description() {
      return "a toy";
    }

    @Override
    public Class<Width> options() {
      return Width.class;
    }

    @Override
    public Form wants(Width options) {
      return Form.POOLED;
    }

    @Override
    public EncodingSpec output(Width options, FusionInputs inputs, Problems problems) {
      return switch (options.width()) {
        case 1 -> null;
        case 2 -> EncodingSpec.pooled(0);
        default -> throw new IllegalStateException("boo\nand more");
      };
    }

    @Override
    public Fusion create(Width options, FusionInputs inputs) {
      throw new UnsupportedOperationException();
    }
  }

  record Qa(String type) implements TaskFactory<Target> {
    @Override
    public String description() {
      return "a toy";
    }

    @Override
    public Class<Target> options() {
      return Target.class;
    }

    @Override
    public List<Column> columns(Target options) {
      return List.of(new Column("target", options.target()));
    }

    @Override
    public Task create(Target options, TaskContext context) {
      throw new UnsupportedOperationException();
    }
  }

  record Optim(String type) implements OptimizerFactory<Rate> {
    @Override
    public String description() {
      return "a toy";
    }

    @Override
    public Class<Rate> options() {
      return Rate.class;
    }

    @Override
    public Optimizer create(Rate options, Map<String, NDArray> parameters) {
      throw new UnsupportedOperationException();
    }
  }
}
