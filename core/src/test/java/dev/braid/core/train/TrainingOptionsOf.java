package dev.braid.core.train;

import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.ProblemList;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.util.List;
import java.util.Objects;

/** The section {@code training} of a spec without the parts in it. */
final class TrainingOptionsOf {

  private TrainingOptionsOf() {}

  static TrainingOptions yaml(String text) throws SpecException {
    ProblemList problems = new ProblemList();
    OptionRecords.Result<TrainingOptions> bound =
        OptionRecords.bind(
            SpecReader.parse(text, "m.yaml"),
            TrainingOptions.class,
            "training",
            "training",
            List.of(),
            problems);
    problems.throwIfAny();
    return Objects.requireNonNull(bound).value();
  }
}
