package dev.braid.cli;

import dev.braid.core.check.CheckedSpec;
import dev.braid.core.experiment.StepCost;
import java.util.ArrayList;
import java.util.List;

/** Shows what a training step costs. */
final class CostView {

  private CostView() {}

  static List<String> lines(CheckedSpec spec, StepCost cost) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "one training step of %s: the first batch of the first epoch, %,d samples"
            .formatted(spec.name(), cost.samples()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "part",
            "values",
            "parameters",
            "MACs",
            "training",
            "memory",
            "MACs/sample",
            "memory/sample"));
    cost.parts().forEach(part -> rows.add(row(part, cost.samples(), "")));
    StepCost.Part total = cost.total();
    rows.add(row(total, cost.samples(), total.unknown() == null ? "" : "≥ "));
    lines.addAll(Tables.columns(rows, 1));
    cost.parts().stream()
        .filter(part -> part.unknown() != null)
        .forEach(part -> lines.add("%s: unknown (%s)".formatted(part.name(), part.unknown())));
    lines.add(
        "values: different ones in the batch, each encoded once; MACs: multiply-accumulates of the");
    lines.add(
        "forward pass, training: %d times that; memory: held between forward and backward pass"
            .formatted(StepCost.TRAINING_FACTOR));
    return lines;
  }

  private static List<String> row(StepCost.Part part, int samples, String atLeast) {
    List<String> cells = new ArrayList<>();
    cells.add(part.name());
    cells.add("%,d".formatted(part.distinct()));
    cells.add("%,d".formatted(part.parameters()));
    if (part.unknown() != null && atLeast.isEmpty()) {
      cells.addAll(List.of("unknown", "unknown", "unknown", "unknown", "unknown"));
      return cells;
    }
    double macs = part.macs();
    cells.add(atLeast + count(macs));
    cells.add(atLeast + count(StepCost.TRAINING_FACTOR * macs));
    cells.add(atLeast + mebibytes(part.bytes()));
    cells.add(atLeast + count(macs / samples));
    cells.add(atLeast + mebibytes((double) part.bytes() / samples));
    return cells;
  }

  private static String count(double macs) {
    return macs >= 1e9 ? "%,.3f G".formatted(macs / 1e9) : "%,.3f M".formatted(macs / 1e6);
  }

  private static String mebibytes(double bytes) {
    return "%,.2f MiB".formatted(bytes / (1 << 20));
  }
}
