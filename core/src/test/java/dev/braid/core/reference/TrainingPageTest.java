package dev.braid.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.ScheduleFactory;
import dev.braid.core.CorePlugin;
import dev.braid.core.schedule.Warmup;
import dev.braid.core.spec.OptionInfo;
import dev.braid.core.train.EarlyStoppingOptions;
import dev.braid.core.train.GroupOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/training.md} leaves out no option about updates. */
class TrainingPageTest {

  @Test
  void thePageNamesEveryScheduleAndOption() throws IOException {
    String page = Files.readString(Path.of("../docs/training.md"));
    for (ScheduleFactory<?> schedule : new CorePlugin().schedules()) {
      assertThat(page).contains("| `" + schedule.type() + "` |");
      assertNamed(page, schedule.options());
    }
    assertNamed(page, Warmup.class);
    assertNamed(page, GroupOptions.class);
    assertNamed(page, EarlyStoppingOptions.class);
    for (String option : List.of("accumulate", "clip_norm", "ema", "decay", "groups")) {
      assertThat(page).contains("| `" + option).contains(option + ":");
    }
  }

  private static void assertNamed(String page, Class<?> record) {
    OptionInfo.of(record)
        .forEach(option -> assertThat(page).containsPattern("\\b" + option.name() + "\\b"));
  }
}
