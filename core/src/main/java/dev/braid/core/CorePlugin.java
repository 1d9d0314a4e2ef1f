package dev.braid.core;

import dev.braid.api.BraidPlugin;
import dev.braid.api.OptimizerFactory;
import dev.braid.api.ScheduleFactory;
import dev.braid.api.SourceFactory;
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
import java.util.List;

/**
 * The sources, optimizers and schedules that come with the core, through the same door as any other
 * part.
 */
public final class CorePlugin implements BraidPlugin {

  @Override
  public List<SourceFactory<?>> sources() {
    return List.of(new ShapesSource(), new TableSource());
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
