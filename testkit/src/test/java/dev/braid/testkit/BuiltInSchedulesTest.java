package dev.braid.testkit;

import dev.braid.api.ScheduleFactory;
import dev.braid.core.schedule.Constant;
import dev.braid.core.schedule.Cosine;
import dev.braid.core.schedule.Linear;
import dev.braid.core.schedule.OneCycle;
import dev.braid.core.schedule.Plateau;
import dev.braid.core.schedule.Steps;
import org.junit.jupiter.api.Nested;

/** The built-in schedules under the contract that strangers' schedules are held to. */
class BuiltInSchedulesTest {

  @Nested
  class ConstantOne extends ScheduleContract<Constant.Options> {
    @Override
    protected ScheduleFactory<Constant.Options> factory() {
      return new Constant();
    }

    @Override
    protected Constant.Options options() {
      return new Constant.Options();
    }
  }

  @Nested
  class LinearToZero extends ScheduleContract<Linear.Options> {
    @Override
    protected ScheduleFactory<Linear.Options> factory() {
      return new Linear();
    }

    @Override
    protected Linear.Options options() {
      return new Linear.Options(0);
    }
  }

  @Nested
  class CosineToATenth extends ScheduleContract<Cosine.Options> {
    @Override
    protected ScheduleFactory<Cosine.Options> factory() {
      return new Cosine();
    }

    @Override
    protected Cosine.Options options() {
      return new Cosine.Options(0.1);
    }
  }

  @Nested
  class StepByEpochs extends ScheduleContract<Steps.Options> {
    @Override
    protected ScheduleFactory<Steps.Options> factory() {
      return new Steps();
    }

    @Override
    protected Steps.Options options() {
      return new Steps.Options(0.5, 1, null);
    }
  }

  @Nested
  class StepByUpdates extends ScheduleContract<Steps.Options> {
    @Override
    protected ScheduleFactory<Steps.Options> factory() {
      return new Steps();
    }

    @Override
    protected Steps.Options options() {
      return new Steps.Options(0.5, 1, 7L);
    }
  }

  @Nested
  class OneCycleOfTorch extends ScheduleContract<OneCycle.Options> {
    @Override
    protected ScheduleFactory<OneCycle.Options> factory() {
      return new OneCycle();
    }

    @Override
    protected OneCycle.Options options() {
      return new OneCycle.Options(0.3, 25, 1e4);
    }
  }

  @Nested
  class OneCycleThatOnlyRises extends ScheduleContract<OneCycle.Options> {
    @Override
    protected ScheduleFactory<OneCycle.Options> factory() {
      return new OneCycle();
    }

    @Override
    protected OneCycle.Options options() {
      return new OneCycle.Options(1, 25, 1e4);
    }
  }

  @Nested
  class PlateauWithCooldown extends ScheduleContract<Plateau.Options> {
    @Override
    protected ScheduleFactory<Plateau.Options> factory() {
      return new Plateau();
    }

    @Override
    protected Plateau.Options options() {
      return new Plateau.Options(0.5, 3, 1e-4, 2, 0.01);
    }
  }
}
