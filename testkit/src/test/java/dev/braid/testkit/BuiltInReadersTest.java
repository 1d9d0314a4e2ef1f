package dev.braid.testkit;

import dev.braid.api.ReaderFactory;
import dev.braid.api.picture.Normalise;
import dev.braid.api.picture.Resize;
import dev.braid.core.vector.CategoriesReader;
import dev.braid.core.vector.VectorReader;
import dev.braid.encoders.image.PictureReader;
import dev.braid.encoders.text.TextReader;
import dev.braid.encoders.video.ClipReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Nested;

/** The built-in readers under the contract that strangers' readers are held to. */
class BuiltInReadersTest {

  @Nested
  class Text extends ReaderContract<TextReader.Options> {
    @Override
    protected ReaderFactory<TextReader.Options> factory() {
      return new TextReader();
    }

    @Override
    protected TextReader.Options options() {
      return new TextReader.Options(true, 1, null, 4);
    }

    @Override
    protected List<Object> values(Path folder) {
      return List.of("what is this", 3, true, "what is the colour of the shape", "a");
    }

    @Override
    protected Map<Object, String> unreadable(Path folder) {
      return Map.of("  ", "no words", List.of("a"), "a list");
    }
  }

  abstract static class Vector extends ReaderContract<VectorReader.Options> {
    @Override
    protected ReaderFactory<VectorReader.Options> factory() {
      return new VectorReader();
    }

    @Override
    protected List<Object> values(Path folder) {
      return List.of(List.of(1, 2.5, -3), "4, ,1e2", List.of(true, "5", 0), "0;0;7");
    }

    @Override
    protected Map<Object, String> unreadable(Path folder) {
      return Map.of("1,2", "has 2 numbers", "1,x,2", "'x', value 2 of 3", " ", "no number");
    }
  }

  @Nested
  class Categories extends ReaderContract<CategoriesReader.Options> {
    @Override
    protected ReaderFactory<CategoriesReader.Options> factory() {
      return new CategoriesReader();
    }

    @Override
    protected CategoriesReader.Options options() {
      return new CategoriesReader.Options(2);
    }

    @Override
    protected List<Object> values(Path folder) {
      return List.of(List.of("red", 3), List.of("blue", 3), List.of("green", true));
    }

    @Override
    protected Map<Object, String> unreadable(Path folder) {
      return Map.of("red", "has 1 category", folder, "a file", " ", "no category");
    }
  }

  @Nested
  class StandardisedVector extends Vector {
    @Override
    protected VectorReader.Options options() {
      return new VectorReader.Options(true, false);
    }
  }

  @Nested
  class VectorWithPresence extends Vector {
    @Override
    protected VectorReader.Options options() {
      return new VectorReader.Options(false, true);
    }
  }

  @Nested
  class Picture extends ReaderContract<PictureReader.Options> {
    @Override
    protected ReaderFactory<PictureReader.Options> factory() {
      return new PictureReader();
    }

    @Override
    protected PictureReader.Options options() {
      return new PictureReader.Options(8, Resize.PAD, Normalise.IMAGENET, 100_000);
    }

    @Override
    protected List<Object> values(Path folder) throws IOException {
      List<Object> files = new ArrayList<>();
      for (String format : List.of("png", "gif", "jpeg", "bmp")) {
        BufferedImage image = new BufferedImage(13, 9, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 13 * 9; i++) {
          image.setRGB(i % 13, i / 13, 0x12345 * i * format.length());
        }
        Path file = folder.resolve("picture." + format);
        ImageIO.write(image, format, file.toFile());
        files.add(file);
      }
      return files;
    }

    @Override
    protected Map<Object, String> unreadable(Path folder) throws IOException {
      Path text = Files.writeString(folder.resolve("text.png"), "not a picture");
      Path empty = Files.createFile(folder.resolve("empty.png"));
      return Map.of(
          text, "text.png", empty, "empty", folder.resolve("none.png"), "no file", folder, "path");
    }
  }

  @Nested
  class Video extends ReaderContract<ClipReader.Options> {
    @Override
    protected ReaderFactory<ClipReader.Options> factory() {
      return new ClipReader();
    }

    @Override
    protected ClipReader.Options options() {
      return new ClipReader.Options(
          4, null, 64, 8, Resize.CROP, Normalise.CENTRE, 25, 60, 16, 100_000, 30);
    }

    @Override
    protected List<Object> values(Path folder) throws IOException {
      List<Object> clips = new ArrayList<>();
      for (int frames : new int[] {2, 9, 4}) {
        Path clip = Files.createDirectories(folder.resolve("clip" + frames));
        for (int i = 0; i < frames; i++) {
          BufferedImage image = new BufferedImage(13, 9, BufferedImage.TYPE_INT_RGB);
          image.setRGB(i % 13, 4, 0x12345 * (i + frames));
          ImageIO.write(image, "png", clip.resolve(i + ".png").toFile());
        }
        clips.add(clip);
      }
      return clips;
    }

    @Override
    protected Map<Object, String> unreadable(Path folder) throws IOException {
      Path text = Files.writeString(folder.resolve("text.mp4"), "not a clip");
      Path empty = Files.createFile(folder.resolve("empty.mp4"));
      Path none = Files.createDirectories(folder.resolve("none"));
      return Map.of(
          text,
          "text.mp4",
          empty,
          "empty",
          none,
          "holds no frames",
          folder.resolve("missing.mp4"),
          "no clip");
    }
  }
}
