package dev.braid.core.parts;

/**
 * A plugin, or a part of one, that cannot be used.
 *
 * @param name the class
 * @param location its jar or folder
 * @param message why
 */
public record LoadFailure(String name, String location, String message) {

  @Override
  public String toString() {
    return "plugin " + name + " (" + location + ") was not loaded: " + message;
  }
}
