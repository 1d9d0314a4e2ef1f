package dev.example.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * A table of questions about pictures that mean nothing, for measurements that need exact sizes.
 *
 * @param tokens words of every question
 * @param words different words, all of which occur
 * @param answers different answers, all of which occur
 * @param size width and height of a picture in pixels, every one of them random
 */
record MadeUpData(int tokens, int words, int answers, int size) {

  /** Writes {@code train.jsonl} and its pictures. */
  void write(Path folder, int samples) throws IOException {
    if ((long) samples * tokens < words || samples < answers) {
      throw new IllegalArgumentException("too few samples for so many words or answers");
    }
    Random random = new Random(1);
    ObjectMapper json = new ObjectMapper();
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      List<String> question = new ArrayList<>();
      for (int t = 0; t < tokens; t++) {
        question.add("w" + (i * tokens + t) % words);
      }
      String picture = i + ".png";
      ImageIO.write(noise(random), "png", folder.resolve(picture).toFile());
      rows.add(
          json.writeValueAsString(
              Map.of(
                  "question",
                  String.join(" ", question),
                  "picture",
                  picture,
                  "answer",
                  "a" + i % answers)));
    }
    Files.write(folder.resolve("train.jsonl"), rows);
  }

  private BufferedImage noise(Random random) {
    BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        picture.setRGB(x, y, random.nextInt());
      }
    }
    return picture;
  }
}
