package dev.braid.core.train;

import dev.braid.core.spec.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern of parameter names: {@code *} stands for any text, dots included, and {@code ?} for one
 * character.
 */
public record ParameterPattern(String glob) {

  /** The names that it matches, in their order. */
  public List<String> among(Collection<String> names) {
    Pattern pattern =
        Pattern.compile(
            glob.chars()
                .mapToObj(
                    c ->
                        c == '*'
                            ? ".*"
                            : c == '?' ? "." : Pattern.quote(Character.toString((char) c)))
                .collect(Collectors.joining()));
    return names.stream().filter(name -> pattern.matcher(name).matches()).toList();
  }

  /**
   * How a message goes on after saying that the pattern matches none of these names: {@code ; did
   * you mean 'fusion.*'? Known: encoders.picture.*, fusion.*}.
   */
  public String instead(Collection<String> names) {
    Set<String> roots = new LinkedHashSet<>();
    Set<String> all = new LinkedHashSet<>();
    for (String name : names) {
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        all.add(name.substring(0, dot) + ".*");
      }
      all.add(name);
      // encoders.picture.*, but fusion.*: an input's parts are known by its name.
      boolean ofInput = name.startsWith("encoders.") || name.startsWith("pool.");
      int end = name.indexOf('.', ofInput ? name.indexOf('.') + 1 : 0);
      roots.add(end < 0 ? name : name.substring(0, end) + ".*");
    }
    List<String> near = Nearest.of(glob, new ArrayList<>(all));
    return (near.isEmpty() ? "." : "; did you mean '" + near.get(0) + "'?")
        + " Known: "
        + String.join(", ", roots);
  }
}
