package dev.braid.encoders.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.Feature;
import dev.braid.api.data.InputBatch;
import dev.braid.api.data.Reader;
import dev.braid.api.picture.Normalise;
import dev.braid.api.picture.Pixels;
import dev.braid.api.picture.Resize;
import dev.braid.encoders.image.PictureReader.Options;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures become square tensors as torchvision makes them. */
class PictureReaderTest {

  private static final Map<String, float[]> RESIZING = Golden.read("resizing.txt");

  @TempDir Path folder;

  static Set<String> resizing() {
    return RESIZING.keySet();
  }

  @ParameterizedTest
  @MethodSource("resizing")
  void resizesAsPillowDoesToTheBit(String name) {
    String[] words = name.split("[ x]");
    Resize how = Resize.valueOf(words[0].toUpperCase(java.util.Locale.ROOT));
    Pixels picture = formula(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    byte[] planes = picture.square(8, how).planes();
    float[] numbers = new float[planes.length];
    for (int i = 0; i < planes.length; i++) {
      numbers[i] = planes[i] & 0xff;
    }
    assertThat(numbers).isEqualTo(RESIZING.get(name));
  }

  @ParameterizedTest
  @EnumSource(Resize.class)
  void aSquareOfTheRightSizeStaysAsItIs(Resize how) {
    Pixels picture = formula(9, 9);
    assertThat(picture.square(9, how).rgb()).isEqualTo(picture.rgb());
  }

  @ParameterizedTest
  @EnumSource(Resize.class)
  void extremelyLongPicturesAreResizedWithoutAGiantInBetween(Resize how) {
    Pixels line = new Pixels(200_000, 1, new byte[600_000]);
    assertThat(line.square(64, how).rgb()).hasSize(3 * 64 * 64);
    Pixels column = new Pixels(1, 200_000, new byte[600_000]);
    assertThat(column.square(64, how).rgb()).hasSize(3 * 64 * 64);
  }

  @Test
  void theOriginalSizeIsThatOfTheFile() throws Exception {
    Path file = Blocks.png(folder);
    BufferedImage picture = ImageIO.read(file.toFile());
    Reader reader = reader(8, Normalise.CENTRE);
    assertThat(reader.original(file, reader.read(file)))
        .containsExactly(3, picture.getHeight(), picture.getWidth());
    Path wide = folder.resolve("wide.png");
    ImageIO.write(new BufferedImage(30, 10, BufferedImage.TYPE_INT_RGB), "png", wide.toFile());
    assertThat(reader.original(wide, reader.read(wide))).containsExactly(3, 10, 30);
  }

  @Test
  void readsPathsAndStringsAlikeAsPlanesOfBytes() throws Exception {
    Path file = Blocks.png(folder);
    Reader reader = reader(24, Normalise.CENTRE);
    Feature.Bytes feature = (Feature.Bytes) reader.read(file);
    assertThat(feature.shape()).containsExactly(3, 24, 24);
    assertThat(reader.features().shape()).isEqualTo(new Shape(3, 24, 24));
    assertThat(((Feature.Bytes) reader.read(file.toString())).values()).isEqualTo(feature.values());
    assertThat(feature.values()[0]).as("red of A").isEqualTo((byte) 0xe0);
    assertThat(feature.values()[2 * 24 * 24]).as("blue of A").isEqualTo((byte) 0x10);
  }

  @ParameterizedTest
  @EnumSource(Normalise.class)
  void normalisesPresentRowsAndLeavesZerosInAbsentOnes(Normalise normalise) {
    byte[] values = new byte[3 * 64];
    Arrays.fill(values, 0, 64, (byte) 255);
    Arrays.fill(values, 64, 128, (byte) 51);
    Feature picture = new Feature.Bytes(values, 3, 8, 8);
    try (NDManager manager = NDManager.newBaseManager()) {
      InputBatch batch = reader(8, normalise).batch(Arrays.asList(picture, null, picture), manager);
      float[] expected =
          switch (normalise) {
            case CENTRE -> new float[] {0.5f, -0.3f, -0.5f};
            case UNIT -> new float[] {1, 0.2f, 0};
            case IMAGENET ->
                new float[] {
                  (1 - 0.485f) / 0.229f, (0.2f - 0.456f) / 0.224f, (0 - 0.406f) / 0.225f
                };
          };
      assertThat(batch.values().getShape()).isEqualTo(new Shape(3, 3, 8, 8));
      assertThat(batch.values().getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(batch.mask()).isNull();
      assertThat(batch.present().toBooleanArray()).containsExactly(true, false, true);
      for (int c = 0; c < 3; c++) {
        for (long b : new long[] {0, 2}) {
          for (float value : batch.values().get(b, c).flatten().toFloatArray()) {
            assertThat(value).isCloseTo(expected[c], within(1e-6f));
          }
        }
        assertThat(batch.values().get(1, c).flatten().toFloatArray()).containsOnly(0);
      }
    }
  }

  @Test
  void batchesWithAllOrNoPicturesPresent() {
    Feature picture = new Feature.Bytes(new byte[3 * 64], 3, 8, 8);
    Reader reader = reader(8, Normalise.CENTRE);
    try (NDManager manager = NDManager.newBaseManager()) {
      InputBatch all = reader.batch(List.of(picture, picture), manager);
      assertThat(all.values().flatten().toFloatArray()).containsOnly(-0.5f);
      InputBatch none = reader.batch(Collections.nCopies(2, null), manager);
      assertThat(none.values().flatten().toFloatArray()).containsOnly(0);
      assertThat(none.present().toBooleanArray()).containsExactly(false, false);
    }
  }

  @Test
  void aBatchKeepsItsValuesWhileOthersAreMade() {
    byte[] white = new byte[3 * 64];
    Arrays.fill(white, (byte) 255);
    Reader reader = reader(8, Normalise.CENTRE);
    try (NDManager manager = NDManager.newBaseManager()) {
      InputBatch first = reader.batch(List.of(new Feature.Bytes(white, 3, 8, 8)), manager);
      Feature black = new Feature.Bytes(new byte[3 * 64], 3, 8, 8);
      reader.batch(Collections.nCopies(500, black), manager);
      reader.batch(List.of(black), manager);
      assertThat(first.values().toFloatArray()).containsOnly(0.5f);
    }
  }

  private static Reader reader(int size, Normalise normalise) {
    return new PictureReader().create(new Options(size, Resize.SQUASH, normalise, 100_000_000));
  }

  /** The picture of golden/make.py. */
  private static Pixels formula(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0, at = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        rgb[at++] = (byte) (x * 23 + y * 7);
        rgb[at++] = (byte) (x * x + 3 * y);
        rgb[at++] = (byte) (x * y);
      }
    }
    return new Pixels(width, height, rgb);
  }
}
