package dev.braid.core.schedule;

import dev.braid.api.Option;
import dev.braid.api.ScheduleFactory;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.ScheduleContext;
import java.util.Map;

/**
 * Multiplies by {@code gamma} whenever the primary measure on validation has stopped getting
 * better: torch.optim.lr_scheduler.ReduceLROnPlateau with threshold_mode rel and eps 0, where
 * {@code floor} stands for min_lr as a share of the learning rate.
 */
public final class Plateau implements ScheduleFactory<Plateau.Options> {

  /** Options of {@code plateau}. */
  public record Options(
      @Option(value = "what each reduction multiplies by", byDefault = "0.1", min = 0, max = 0.99)
          double gamma,
      @Option(
              value = "validations without a gain that are waited for; the next one reduces",
              byDefault = "10",
              min = 0,
              max = 1e6)
          int patience,
      @Option(
              value = "relative gain over the best value so far that counts",
              byDefault = "0.0001",
              min = 0,
              max = 1)
          double threshold,
      @Option(
              value = "validations after a reduction that are not counted",
              byDefault = "0",
              min = 0,
              max = 1e6)
          int cooldown,
      @Option(value = "smallest factor", byDefault = "0", min = 0, max = 1) double floor) {}

  @Override
  public String type() {
    return "plateau";
  }

  @Override
  public String description() {
    return "times `gamma` when validation stops getting better (torch ReduceLROnPlateau)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public boolean followsValidation() {
    return true;
  }

  @Override
  public Schedule create(Options options, ScheduleContext context) {
    return new State(options);
  }

  private static final class State implements Schedule {

    private final Options options;
    private double factor = 1;
    private double best = Double.NaN;
    private long bad;
    private long cooling;

    State(Options options) {
      this.options = options;
    }

    @Override
    public double factor(long step) {
      return factor;
    }

    @Override
    public void measured(double value, boolean higherIsBetter) {
      if (gains(value, higherIsBetter)) {
        best = value;
        bad = 0;
      } else {
        bad++;
      }
      if (cooling > 0) {
        cooling--;
        bad = 0;
      }
      if (bad > options.patience()) {
        factor = Math.max(factor * options.gamma(), options.floor());
        cooling = options.cooldown();
        bad = 0;
      }
    }

    /** The first value that is a number is a gain. */
    private boolean gains(double value, boolean higherIsBetter) {
      if (Double.isNaN(best)) {
        return !Double.isNaN(value);
      }
      return higherIsBetter
          ? value > best * (1 + options.threshold())
          : value < best * (1 - options.threshold());
    }

    @Override
    public Map<String, Object> values() {
      // JSON has no NaN; a text is read back as exactly the number that it was.
      return Map.of(
          "factor", factor, "best", Double.toString(best), "bad", bad, "cooling", cooling);
    }

    @Override
    public void restore(Map<String, Object> values) {
      factor = number(values, "factor").doubleValue();
      best = Double.parseDouble(String.valueOf(values.get("best")));
      bad = number(values, "bad").longValue();
      cooling = number(values, "cooling").longValue();
    }

    private static Number number(Map<String, Object> values, String key) {
      if (values.get(key) instanceof Number number) {
        return number;
      }
      throw new IllegalArgumentException("the saved state of a plateau lacks '" + key + "'");
    }
  }
}
