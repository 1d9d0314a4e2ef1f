package dev.braid.encoders.image;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Says what a file may be that is no picture of a known format. */
final class Stranger {

  private static final String KNOWN = "PNG, JPEG, GIF, BMP and WebP are read";

  /** Pictures of other formats, by how they start (ISO 8859-1; ? stands for any byte). */
  private static final Map<String, String> PICTURES = new LinkedHashMap<>();

  /** Files that often lie where a picture should be, by text near their start. */
  private static final Map<String, String> OTHERS = new LinkedHashMap<>();

  static {
    PICTURES.put("II*\0", "TIFF");
    PICTURES.put("MM\0*", "TIFF");
    PICTURES.put("????ftypavif", "AVIF");
    PICTURES.put("????ftypheic", "HEIC");
    PICTURES.put("????ftypmif1", "HEIC");
    PICTURES.put("\u00ff\n", "JPEG XL");
    PICTURES.put("8BPS", "Photoshop");
    OTHERS.put("<html", "it looks like an HTML page (a failed download?)");
    OTHERS.put("<!doctype html", "it looks like an HTML page (a failed download?)");
    OTHERS.put("git-lfs", "it looks like a Git LFS pointer (fetch the files with 'git lfs pull')");
    OTHERS.put("<svg", "it looks like an SVG drawing (render it to PNG)");
    OTHERS.put("%pdf-", "it looks like a PDF document (render its page to PNG)");
    OTHERS.put("pk\u0003\u0004", "it looks like a ZIP archive (unpack it)");
  }

  private Stranger() {}

  /** Goes behind a file's name: "is not a picture: it starts with …". */
  static String describe(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, 1024), StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> picture : PICTURES.entrySet()) {
      if (matches(head, picture.getKey())) {
        return "is a picture in the %s format, which is not supported; convert it to PNG (%s)"
            .formatted(picture.getValue(), KNOWN);
      }
    }
    String lower = head.toLowerCase(Locale.ROOT);
    String guess =
        OTHERS.entrySet().stream()
            .filter(other -> lower.contains(other.getKey()))
            .findFirst()
            .map(Map.Entry::getValue)
            .orElse(KNOWN);
    return "is not a picture: it starts with " + start(bytes) + "; " + guess;
  }

  private static boolean matches(String head, String start) {
    if (head.length() < start.length()) {
      return false;
    }
    for (int i = 0; i < start.length(); i++) {
      if (start.charAt(i) != '?' && start.charAt(i) != head.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The first line where it is text, else the first bytes. */
  private static String start(byte[] bytes) {
    String line =
        new String(bytes, 0, Math.min(bytes.length, 40), StandardCharsets.UTF_8)
            .strip()
            .lines()
            .findFirst()
            .orElse("");
    boolean text = !line.isEmpty() && line.chars().allMatch(c -> c >= 32 && c < 127);
    return text
        ? '"' + line + '"'
        : "the bytes " + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, 8));
  }
}
