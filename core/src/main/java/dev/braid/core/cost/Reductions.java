package dev.braid.core.cost;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sums, means, maxima and the like over some axes or all. */
final class Reductions {

  private static final Set<String> NAMES =
      Set.of("sum", "prod", "mean", "max", "min", "norm", "argMax", "argMin", "any", "all");

  private final SymbolicArray x;

  Reductions(SymbolicArray x) {
    this.x = x;
  }

  /** What integers are summed in. */
  static DataType sumType(DataType type) {
    return type.isFloating() || type == DataType.COMPLEX64 ? type : DataType.INT64;
  }

  @Nullable Object family(String name, List<Object> arguments) {
    if (!NAMES.contains(name)) {
      return null;
    }
    int[] axes = IntStream.range(0, x.layout().rank()).toArray();
    boolean keep = false;
    for (Object argument : arguments) {
      if (argument instanceof int[] some) {
        axes = some.length == 0 ? axes : some;
      } else if (argument instanceof Boolean flag) {
        keep = flag;
      } else if (argument instanceof Integer axis && name.startsWith("arg")) {
        axes = new int[] {axis};
      }
    }
    Layout layout = reduced(axes, keep);
    boolean places = name.startsWith("max") || name.startsWith("min");
    if (places && x.tracked() && !arguments.isEmpty()) {
      x.save(layout.elements() * SymbolicArray.bytes(DataType.INT64));
    }
    DataType type =
        switch (name) {
          case "argMax", "argMin" -> DataType.INT64;
          case "any", "all" -> DataType.BOOLEAN;
          case "sum", "prod" -> sumType(x.type());
          default -> x.type();
        };
    return x.result(layout, type);
  }

  private Layout reduced(int[] axes, boolean keep) {
    int[] sorted = Arrays.stream(axes).map(x.layout()::axis).sorted().toArray();
    Layout layout = x.layout();
    for (int i = sorted.length - 1; i >= 0; i--) {
      layout = keep ? layout.slice(sorted[i], 1, 1) : layout.remove(sorted[i]);
    }
    return Layout.contiguous(layout.sizes());
  }
}
