package dev.braid.encoders.video;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.Feature;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import dev.braid.api.picture.Normalise;
import dev.braid.api.picture.Resize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipReaderTest {

  @TempDir Path folder;

  @Test
  void aFolderIsReadInTheOrderOfItsNumbers() throws Exception {
    Path clip = Clips.folder(folder.resolve("clip"), 12);
    Files.writeString(clip.resolve("notes.txt"), "not a frame");
    Files.writeString(clip.resolve(".hidden.png"), "not a frame");
    assertThat(Clips.levels(Clips.reader(64), clip))
        .containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110);
    assertThat(Clips.levels(Clips.reader(3), clip)).containsExactly(20, 60, 100);
  }

  @Test
  void aFolderHasTheRateThatTheOptionsSay() throws Exception {
    Path clip = Clips.folder(folder.resolve("clip"), 11);
    Reader reader = new ClipReader().create(Clips.options(8, 2.5));
    assertThat(Clips.levels(reader, clip)).containsExactly(0, 40, 80);
    Feature feature = reader.read(clip);
    assertThat(reader.original(clip, feature)).containsExactly(3, 3, Clips.SIZE, Clips.SIZE);
  }

  @Test
  void aPictureIsAClipOfOneFrame() throws Exception {
    Path png = Clips.picture(folder.resolve("a.png"), "png", 70);
    Path jpeg = Clips.picture(folder.resolve("a.jpg"), "jpeg", 70);
    assertThat(Clips.levels(Clips.reader(8), png)).containsExactly(70);
    assertThat(Clips.levels(Clips.reader(8), jpeg)).hasSize(1);
  }

  @Test
  void framesBecomeSquaresAsThePictureReaderMakesThem() throws Exception {
    Path wide = folder.resolve("wide.png");
    var image = Clips.flat(16, 8, 0xffffff);
    ImageIO.write(image, "png", wide.toFile());
    Reader reader =
        new ClipReader()
            .create(
                new ClipReader.Options(
                    8, null, 64, 8, Resize.PAD, Normalise.UNIT, 10, 60, 16, 1_000_000, 30));
    Feature.Bytes bytes = (Feature.Bytes) reader.read(wide);
    assertThat(bytes.shape()).containsExactly(1, 3, 8, 8);
    byte[] row = Arrays.copyOfRange(bytes.values(), 0, 24);
    assertThat(row).startsWith(0, 0, 0, 0, 0, 0, 0, 0).endsWith(-1, -1, -1, -1, -1, -1, -1, -1);
  }

  @Test
  void aBatchPadsShorterClipsAndMarksAbsentOnes() throws Exception {
    Path two = Clips.folder(folder.resolve("two"), 2);
    Path three = Clips.folder(folder.resolve("three"), 3);
    Reader reader =
        new ClipReader()
            .create(
                new ClipReader.Options(
                    8, null, 64, 8, Resize.SQUASH, Normalise.CENTRE, 10, 60, 16, 1_000_000, 30));
    try (NDManager manager = NDManager.newBaseManager()) {
      InputBatch batch =
          reader.batch(Arrays.asList(reader.read(two), null, reader.read(three)), manager);
      assertThat(batch.values().getShape()).isEqualTo(new Shape(3, 3, 3, 8, 8));
      assertThat(batch.values().getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(batch.mask().toBooleanArray())
          .containsExactly(true, true, false, false, false, false, true, true, true);
      assertThat(batch.present().toBooleanArray()).containsExactly(true, false, true);
      // x/255 - 0.5 where there is a frame, zeros where there is none
      assertThat(batch.values().getFloat(0, 1, 2, 4, 4)).isEqualTo(10 / 255f - 0.5f);
      assertThat(batch.values().getFloat(2, 2, 0, 0, 0)).isEqualTo(20 / 255f - 0.5f);
      assertThat(batch.values().get("0, 2").toFloatArray()).containsOnly(0);
      assertThat(batch.values().get("1").toFloatArray()).containsOnly(0);
    }
  }

  @Test
  void aBatchOfNothingHasOneStep() {
    try (NDManager manager = NDManager.newBaseManager()) {
      InputBatch batch = Clips.reader(8).batch(Arrays.asList(null, null), manager);
      assertThat(batch.values().getShape()).isEqualTo(new Shape(2, 1, 3, 8, 8));
      assertThat(batch.mask().toBooleanArray()).containsOnly(false);
    }
  }

  @Test
  void theSameClipGivesTheSameBytes() throws Exception {
    Path movie = Clips.movie(folder.resolve("a.mp4"), 12, "-c:v", "mpeg4", "-q:v", "2");
    Feature.Bytes first = (Feature.Bytes) Clips.reader(5).read(movie);
    Feature.Bytes second = (Feature.Bytes) Clips.reader(5).read(movie.toString());
    assertThat(second.values()).isEqualTo(first.values());
    assertThat(List.of(first.shape()[0], second.shape()[0])).containsOnly(5L);
  }

  @Test
  void clipsThatNoArrayCanHoldAreRefusedWithTheSpec() {
    List<String> problems = new ArrayList<>();
    new ClipReader()
        .check(
            new ClipReader.Options(
                128, null, 64, 4096, Resize.CROP, Normalise.UNIT, 10, 60, 16, 1_000_000, 30),
            (option, message) -> problems.add(option + ": " + message));
    assertThat(problems)
        .containsExactly(
            "size: a clip of 128 frames of 4096 pixels would take 6.0 GiB, more than 2; take fewer or smaller ones");
  }
}
