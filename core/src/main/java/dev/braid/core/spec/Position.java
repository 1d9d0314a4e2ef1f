package dev.braid.core.spec;

/**
 * Where something stands: a file with line and column, both from 1, or an override on the command
 * line, where line and column are 0.
 *
 * @param source the file as the user named it, or {@code override 2}
 */
public record Position(String source, int line, int column) {

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
