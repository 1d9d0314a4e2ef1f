package dev.braid.core;

import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.ReaderFactory;
import dev.braid.api.ScheduleFactory;
import dev.braid.api.SourceFactory;
import dev.braid.core.data.shapes.ShapeClipsSource;
import dev.braid.core.data.shapes.ShapesSource;
import dev.braid.core.data.table.TableSource;
import dev.braid.core.optim.Adagrad;
import dev.braid.core.optim.Adam;
import dev.braid.core.optim.AdamW;
import dev.braid.core.optim.Lion;
import dev.braid.core.optim.RmsProp;
import dev.braid.core.optim.Sgd;
import dev.braid.core.schedule.Constant;
import dev.braid.core.schedule.Cosine;
import dev.braid.core.schedule.Linear;
import dev.braid.core.schedule.OneCycle;
import dev.braid.core.schedule.Plateau;
import dev.braid.core.schedule.Steps;
import dev.braid.core.vector.CategoriesReader;
import dev.braid.core.vector.VectorEncoder;
import dev.braid.core.vector.VectorReader;
import java.util.List;

/**
 * The sources, optimizers, schedules and the modality {@code vector} that come with the core,
 * through the same door as any other part.
 */
public final class CorePlugin implements BraidPlugin {

  @Override
  public List<SourceFactory<?>> sources() {
    return List.of(new ShapesSource(), new ShapeClipsSource(), new TableSource());
  }

  @Override
  public List<ReaderFactory<?>> readers() {
    return List.of(new VectorReader(), new CategoriesReader());
  }

  @Override
  public List<EncoderFactory<?>> encoders() {
    return List.of(new VectorEncoder());
  }

  @Override
  public List<OptimizerFactory<?>> optimizers() {
    return List.of(new Adagrad(), new Adam(), new AdamW(), new Lion(), new RmsProp(), new Sgd());
  }

  @Override
  public List<ScheduleFactory<?>> schedules() {
    return List.of(
        new Constant(), new Linear(), new Cosine(), new Steps(), new OneCycle(), new Plateau());
  }
}
