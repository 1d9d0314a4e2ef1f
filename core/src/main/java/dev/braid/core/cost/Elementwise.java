package dev.braid.core.cost;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Operations on each element by itself, with broadcasting and the promotion of types. */
final class Elementwise {

  private static final Set<String> UNARY =
      Set.of(
          "neg",
          "abs",
          "square",
          "sqrt",
          "cbrt",
          "floor",
          "ceil",
          "round",
          "trunc",
          "exp",
          "gammaln",
          "log",
          "log10",
          "log2",
          "sin",
          "cos",
          "tan",
          "asin",
          "acos",
          "atan",
          "sinh",
          "cosh",
          "tanh",
          "sign",
          "erf",
          "erfinv",
          "relu",
          "sigmoid",
          "softPlus",
          "softSign",
          "leakyRelu",
          "elu",
          "selu",
          "gelu",
          "clip",
          "softmax",
          "logSoftmax",
          "flip",
          "conj");

  private static final Set<String> BINARY =
      Set.of("add", "sub", "mul", "div", "mod", "pow", "maximum", "minimum", "atan2", "xlogy");

  private static final Set<String> BOOLEAN =
      Set.of(
          "eq",
          "neq",
          "gt",
          "gte",
          "lt",
          "lte",
          "logicalAnd",
          "logicalOr",
          "logicalXor",
          "logicalNot",
          "isNaN",
          "isInfinite");

  private final SymbolicArray x;

  Elementwise(SymbolicArray x) {
    this.x = x;
  }

  @Nullable Object family(String name, List<Object> arguments) {
    if (UNARY.contains(name)) {
      return x.result(Layout.dense(x.layout().sizes(), List.of(x.layout())), x.type());
    }
    if (arguments.size() > 1) {
      return null;
    }
    if (BOOLEAN.contains(name) || BINARY.contains(name)) {
      return binary(name, arguments);
    }
    boolean inPlace = name.endsWith("i");
    String plain = inPlace ? name.substring(0, name.length() - 1) : name;
    if (!inPlace || !(BINARY.contains(plain) || UNARY.contains(plain))) {
      return null;
    }
    boolean tracked =
        arguments.stream().anyMatch(a -> a instanceof NDArray y && SymbolicArray.of(y).tracked());
    return x.changed(tracked).self();
  }

  private NDArray binary(String name, List<Object> arguments) {
    DataType type = x.type();
    boolean tracked = x.tracked();
    long[] sizes = x.layout().sizes();
    List<Layout> layouts = List.of(x.layout());
    boolean masked = name.equals("gt") && x.masked();
    for (Object argument : arguments) {
      if (argument instanceof NDArray array) {
        SymbolicArray y = SymbolicArray.of(array);
        masked =
            switch (name) {
              case "logicalAnd" -> x.masked() || y.masked();
              case "logicalOr" -> x.masked() && y.masked();
              default -> masked;
            };
        sizes = Layout.broadcast(sizes, y.layout().sizes());
        tracked |= y.tracked();
        type = promote(x, y);
        layouts = List.of(x.layout(), y.layout());
      } else if (argument instanceof Number number) {
        type = promote(number);
      }
    }
    if (name.equals("div") && kind(type) < 2) {
      type = DataType.FLOAT32;
    }
    boolean truth = BOOLEAN.contains(name);
    return x.result(
            Layout.dense(sizes, layouts), truth ? DataType.BOOLEAN : type, tracked && !truth)
        .masked(masked || name.equals("logicalNot"))
        .self();
  }

  private DataType promote(Number number) {
    if (number instanceof Integer || number instanceof Long) {
      return x.type() == DataType.BOOLEAN ? DataType.INT64 : x.type();
    }
    return kind(x.type()) < 2 ? DataType.FLOAT32 : x.type();
  }

  /** By torch's rule: the wider kind wins; within a kind a scalar does not widen an array. */
  private static DataType promote(SymbolicArray x, SymbolicArray y) {
    int first = kind(x.type());
    int second = kind(y.type());
    if (first != second) {
      return first > second ? x.type() : y.type();
    }
    if ((x.layout().rank() == 0) != (y.layout().rank() == 0)) {
      return x.layout().rank() == 0 ? y.type() : x.type();
    }
    return SymbolicArray.bytes(x.type()) >= SymbolicArray.bytes(y.type()) ? x.type() : y.type();
  }

  private static int kind(DataType type) {
    return switch (type) {
      case BOOLEAN -> 0;
      case COMPLEX64 -> 3;
      default -> type.isFloating() ? 2 : 1;
    };
  }

  public NDArray toType(DataType type, boolean copy) {
    if (type == x.type() && !copy) {
      return x.self();
    }
    Layout layout = Layout.dense(x.layout().sizes(), List.of(x.layout()));
    return x.result(layout, type, x.tracked()).masked(x.masked()).self();
  }

  public NDArray toDevice(ai.djl.Device device, boolean copy) {
    return x.self();
  }

  public NDArray duplicate() {
    return toType(x.type(), true);
  }

  /** The choice between this and another array of the same shape. */
  NDArray where(NDArray condition, NDArray other) {
    SymbolicArray y = SymbolicArray.of(other);
    SymbolicArray c = SymbolicArray.of(condition);
    if (!c.layout().shape().equals(x.layout().shape())) {
      throw new IllegalArgumentException("where: " + c + " and " + x + " differ in shape");
    }
    List<Layout> layouts = Stream.of(c, x, y).map(SymbolicArray::layout).toList();
    return x.result(
            Layout.dense(x.layout().sizes(), layouts), promote(x, y), x.tracked() || y.tracked())
        .self();
  }

  /** Dropout; the noise is kept. */
  NDArray dropout(double rate, boolean training) {
    if (!training || rate == 0) {
      return x.view(x.layout());
    }
    if (x.tracked()) {
      x.save(x.layout().elements() * SymbolicArray.bytes(x.type()));
    }
    return toType(x.type(), true);
  }
}
