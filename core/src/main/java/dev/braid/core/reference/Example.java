package dev.braid.core.reference;

import dev.braid.api.FusionFactory;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionRecords;
import dev.braid.core.spec.Position;
import dev.braid.core.spec.ProblemList;
import dev.braid.core.spec.SpecException;
import dev.braid.core.spec.SpecReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An operator with options and inputs that fit it.
 *
 * @param complete the options with defaults filled in
 * @param output what it yields
 */
public record Example<O extends Record>(
    FusionFactory<O> factory,
    O options,
    Node.MapNode complete,
    FusionInputs inputs,
    EncodingSpec output) {

  /** The inputs that pages have. */
  static final List<String> INPUTS = List.of("question", "picture");

  private static final Pattern WIDTH = Pattern.compile("(?<![\\p{L}\\d_])(\\d*)W(?![\\p{L}\\d_])");

  /**
   * With the options that the operator's author gives, for two inputs of one width.
   *
   * @throws SpecException where they do not fit
   */
  static <O extends Record> Example<O> of(FusionFactory<O> factory, int width)
      throws SpecException {
    Map<String, Integer> widths = new LinkedHashMap<>();
    INPUTS.forEach(name -> widths.put(name, width));
    return of(factory, options(factory, width), new FusionInputs(widths));
  }

  /**
   * With given options in YAML flow syntax, without the braces.
   *
   * @throws SpecException where they do not fit the operator or the inputs
   */
  public static <O extends Record> Example<O> of(
      FusionFactory<O> factory, String options, FusionInputs inputs) throws SpecException {
    String owner = "fusion '" + factory.type() + "'";
    ProblemList problems = new ProblemList();
    Node.MapNode given = SpecReader.parse("{" + options + "}", owner);
    OptionRecords.Result<O> bound =
        OptionRecords.bind(given, factory.options(), owner, "", List.of(), problems);
    if (bound == null) {
      problems.throwIfAny();
      throw new IllegalStateException(owner + " has no options and no problems");
    }
    Position whole = new Position(owner, 0, 0);
    factory.check(bound.value(), (option, message) -> problems.add(whole, option, message));
    problems.throwIfAny();
    EncodingSpec output =
        factory.output(
            bound.value(), inputs, (option, message) -> problems.add(whole, option, message));
    problems.throwIfAny();
    return new Example<>(factory, bound.value(), bound.complete(), inputs, output);
  }

  /** The author's options for inputs of a width. */
  public static String options(FusionFactory<?> factory, int width) {
    return WIDTH
        .matcher(factory.reference().example())
        .replaceAll(
            match ->
                Integer.toString(
                    match.group(1).isEmpty() ? width : width * Integer.parseInt(match.group(1))));
  }

  /** The block, whose parameters have shapes but no values. */
  public Fusion block() {
    return factory.create(options, inputs);
  }
}
