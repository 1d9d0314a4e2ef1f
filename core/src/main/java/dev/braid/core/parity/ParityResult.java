package dev.braid.core.parity;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What became of one golden file, or of one example of a measure. */
public sealed interface ParityResult {

  /** The file. */
  Path file();

  /**
   * An operator or a measure that was run.
   *
   * @param operator its type
   * @param name of the case
   * @param output with {@code output_mask} where the file has one; a measure's result
   * @param inputs the gradients of the inputs, or null where the file has no cotangent
   * @param parameters the gradients of the parameters, or null where there are none to compare
   */
  record Compared(
      Path file,
      String operator,
      String name,
      Difference output,
      @Nullable Difference inputs,
      @Nullable Difference parameters)
      implements ParityResult {

    /** Whether every value is within the tolerance. */
    public boolean passes() {
      return differences().allMatch(d -> d.wrong() == 0);
    }

    /** The first value outside the tolerance among outputs and gradients each, and their number. */
    public List<String> failures() {
      return differences()
          .filter(d -> d.wrong() > 0)
          .map(d -> d.first() + (d.wrong() == 1 ? "" : " (" + d.wrong() + " values differ)"))
          .toList();
    }

    private Stream<Difference> differences() {
      return Stream.of(output, inputs, parameters).filter(Objects::nonNull);
    }
  }

  /**
   * A file that cannot be compared.
   *
   * @param message why, with the name of the file
   * @param cause what was thrown, or null where the file was not read
   */
  record Unusable(Path file, String message, @Nullable Throwable cause) implements ParityResult {}
}
