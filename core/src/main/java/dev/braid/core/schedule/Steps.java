package dev.braid.core.schedule;

import dev.braid.api.Option;
import dev.braid.api.ScheduleFactory;
import dev.braid.api.model.Schedule;
import dev.braid.api.model.ScheduleContext;
import org.jspecify.annotations.Nullable;

/**
 * {@code gamma} to the power of how often a number of epochs or updates has passed:
 * torch.optim.lr_scheduler.StepLR.
 */
public final class Steps implements ScheduleFactory<Steps.Options> {

  /** Options of {@code step}. */
  public record Options(
      @Option(value = "what each stair multiplies by", byDefault = "0.1", min = 0, max = 1)
          double gamma,
      @Option(
              value = "epochs of a stair, counted from the end of warm-up",
              byDefault = "10",
              min = 1,
              max = 1e6)
          int everyEpochs,
      @Option(value = "updates of a stair, instead of epochs", min = 1, max = 1e12)
          @Nullable Long everySteps) {}

  @Override
  public String type() {
    return "step";
  }

  @Override
  public String description() {
    return "times `gamma` after every so many epochs or updates (torch StepLR)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Schedule create(Options options, ScheduleContext context) {
    long stair =
        options.everySteps() == null
            ? options.everyEpochs() * context.stepsPerEpoch()
            : options.everySteps();
    return step -> Math.pow(options.gamma(), step / stair);
  }
}
