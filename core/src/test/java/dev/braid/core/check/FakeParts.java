package dev.braid.core.check;

import ai.djl.ndarray.types.Shape;
import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.FusionFactory;
import dev.braid.api.Modality;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.Option;
import dev.braid.api.PartFactory;
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
import dev.braid.api.model.Task;
import dev.braid.api.model.TaskContext;
import dev.braid.core.optim.Adam;
import dev.braid.core.schedule.Constant;
import dev.braid.core.schedule.Cosine;
import dev.braid.core.schedule.Plateau;
import java.util.List;

/** Parts with a name and options but nothing behind them, enough to check specs. */
public final class FakeParts implements BraidPlugin {

  public record None() {}

  public record Width(@Option(value = "width", byDefault = "256", min = 1, max = 4096) int width) {}

  public record Heads(
      @Option(value = "heads", byDefault = "4", min = 1, max = 64) int heads,
      @Option(value = "layers", byDefault = "1", min = 1, max = 64) int layers,
      @Option(value = "dropout", byDefault = "0.1", min = 0, max = 0.9) double dropout) {}

  @Override
  public List<SourceFactory<?>> sources() {
    return List.of(new FakeSource());
  }

  @Override
  public List<ReaderFactory<?>> readers() {
    return List.of(new FakeReader(Modality.TEXT), new FakeReader(Modality.IMAGE));
  }

  @Override
  public List<EncoderFactory<?>> encoders() {
    return List.of(new FakeEncoder("lstm", Modality.TEXT), new FakeEncoder("cnn", Modality.IMAGE));
  }

  @Override
  public List<FusionFactory<?>> fusions() {
    return List.of(new FakeFusion("cross-attention"), new FakeFusion("concat"));
  }

  @Override
  public List<TaskFactory<?>> tasks() {
    return List.of(new FakeTask());
  }

  @Override
  public List<OptimizerFactory<?>> optimizers() {
    return List.of(new Adam());
  }

  @Override
  public List<ScheduleFactory<?>> schedules() {
    return List.of(new Constant(), new Cosine(), new Plateau());
  }

  private abstract static class Base<O extends Record> implements PartFactory<O> {
    private final String type;
    private final Class<O> options;

    Base(String type, Class<O> options) {
      this.type = type;
      this.options = options;
    }

    @Override
    public String type() {
      return type;
    }

    @Override
    public String description() {
      return "a fake";
    }

    @Override
    public Class<O> options() {
      return options;
    }
  }

  static final class FakeSource extends Base<None> implements SourceFactory<None> {
    FakeSource() {
      super("shapes", None.class);
    }

    @Override
    public Splits open(None options, SourceContext context) {
      throw new UnsupportedOperationException();
    }
  }

  static final class FakeReader extends Base<None> implements ReaderFactory<None> {
    private final Modality modality;

    FakeReader(Modality modality) {
      super(modality.name(), None.class);
      this.modality = modality;
    }

    @Override
    public Modality modality() {
      return modality;
    }

    @Override
    public FeatureSpec features(None options) {
      return new FeatureSpec(new Shape(-1), 0);
    }

    @Override
    public Reader create(None options) {
      throw new UnsupportedOperationException();
    }
  }

  static final class FakeEncoder extends Base<Width> implements EncoderFactory<Width> {
    private final Modality modality;

    FakeEncoder(String type, Modality modality) {
      super(type, Width.class);
      this.modality = modality;
    }

    @Override
    public Modality modality() {
      return modality;
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

  static final class FakeFusion extends Base<Heads> implements FusionFactory<Heads> {
    FakeFusion(String type) {
      super(type, Heads.class);
    }

    @Override
    public Form wants(Heads options) {
      return Form.TOKENS;
    }

    @Override
    public EncodingSpec output(Heads options, FusionInputs inputs, Problems problems) {
      if (!inputs.sameWidth()) {
        problems.add("", "wants inputs of one width, not " + inputs.widths());
      }
      return EncodingSpec.pooled(inputs.totalWidth());
    }

    @Override
    public Fusion create(Heads options, FusionInputs inputs) {
      throw new UnsupportedOperationException();
    }
  }

  static final class FakeTask extends Base<None> implements TaskFactory<None> {
    FakeTask() {
      super("qa", None.class);
    }

    @Override
    public List<Column> columns(None options) {
      return List.of();
    }

    @Override
    public Task create(None options, TaskContext context) {
      throw new UnsupportedOperationException();
    }
  }
}
