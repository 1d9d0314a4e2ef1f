package dev.braid.encoders.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.picture.Pixels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files become the pixels that Pillow makes of them. */
class PictureDecodingTest {

  private static final Path PICTURES = Path.of("src/test/resources/pictures");

  @TempDir Path folder;

  /** The tolerance is 0 for lossless formats; lossy decoders round differently. */
  @ParameterizedTest
  @CsvSource({
    "rgb.png, 0",
    "rgba.png, 0",
    "grey.png, 0",
    "grey-alpha.png, 0",
    "one-bit.png, 0",
    "palette.png, 0",
    "palette-transparent.png, 0",
    "rgb-transparent-colour.png, 0",
    "grey-transparent-shade.png, 0",
    "grey16.png, 0",
    "rgb16.png, 0",
    "rgb.jpg, 2",
    "grey.jpg, 2",
    "progressive.jpg, 2",
    "cmyk.jpg, 2",
    "ycck.jpg, 2",
    "palette.gif, 0",
    "animated.gif, 0",
    "rgb.bmp, 0",
    "palette.bmp, 0",
    "one-bit.bmp, 0",
    "lossless.webp, 0",
    "lossless-alpha.webp, 0",
    "animated.webp, 0",
  })
  void equalsPillow(String name, int tolerance) throws Exception {
    byte[] expected = Files.readAllBytes(PICTURES.resolve(name + ".rgb"));
    Pixels pixels = PictureFile.decode(PICTURES.resolve(name), 1000);
    assertThat(pixels.width()).isEqualTo(12);
    assertThat(pixels.height()).isEqualTo(10);
    for (int i = 0; i < expected.length; i++) {
      assertThat(pixels.rgb()[i] & 0xff)
          .as("%s: byte %d", name, i)
          .isBetween((expected[i] & 0xff) - tolerance, (expected[i] & 0xff) + tolerance);
    }
  }

  /** A decoder that predicts from the wrong neighbours drifts away down the picture. */
  @Test
  void lossyWebpKeepsItsColours() throws Exception {
    Pixels pixels = PictureFile.decode(PICTURES.resolve("lossy.webp"), 100_000);
    double[] error = new double[3];
    for (int y = 0, at = 0; y < 96; y++) {
      for (int x = 0; x < 128; x++) {
        error[0] += (pixels.rgb()[at++] & 0xff) - 2 * x;
        error[1] += (pixels.rgb()[at++] & 0xff) - 2 * y;
        error[2] += (pixels.rgb()[at++] & 0xff) - (255 - x - y);
      }
    }
    for (double sum : error) {
      assertThat(sum / (96 * 128)).as("mean error of a channel").isBetween(-2.0, 2.0);
    }
  }

  /** Stored is ABC over DEF, six flat blocks of 8x8; the value says what must be seen. */
  @ParameterizedTest
  @CsvSource({
    "1, ABC DEF",
    "2, CBA FED",
    "3, FED CBA",
    "4, DEF ABC",
    "5, AD BE CF",
    "6, DA EB FC",
    "7, FC EB DA",
    "8, CF BE AD",
    "9, ABC DEF",
  })
  void exifOrientationStandsThePictureUp(int orientation, String seen) throws Exception {
    Path stored = Blocks.png(folder);
    byte[] png = Files.readAllBytes(stored);
    byte[] exif = exif(orientation, ByteOrder.BIG_ENDIAN);
    Path tagged = Files.write(folder.resolve("x.png"), insert(png, 33, pngChunk("eXIf", exif)));
    Pixels upright = PictureFile.decode(tagged, 10_000);
    assertThat(Blocks.letters(upright)).isEqualTo(seen);
    assertThat(PictureFile.size(tagged, 10_000))
        .isEqualTo(new PictureFile.Size(upright.width(), upright.height()));

    byte[] jpeg = Files.readAllBytes(Blocks.jpeg(folder));
    byte[] littleEndian = exif(orientation, ByteOrder.LITTLE_ENDIAN);
    tagged = Files.write(folder.resolve("x.jpg"), insert(jpeg, 2, jpegSegment(littleEndian)));
    assertThat(Blocks.letters(PictureFile.decode(tagged, 10_000))).isEqualTo(seen);
  }

  @Test
  void exifOrientationOfWebp() throws Exception {
    byte[] webp = Files.readAllBytes(PICTURES.resolve("lossless.webp"));
    byte[] exif = exif(6, ByteOrder.LITTLE_ENDIAN);
    ByteBuffer file = ByteBuffer.allocate(webp.length + 8 + exif.length);
    file.order(ByteOrder.LITTLE_ENDIAN).put(webp).put("EXIF".getBytes(StandardCharsets.US_ASCII));
    file.putInt(exif.length).put(exif).putInt(4, file.capacity() - 8);
    Path tagged = Files.write(folder.resolve("x.webp"), file.array());
    Pixels plain = PictureFile.decode(PICTURES.resolve("lossless.webp"), 1000);
    Pixels turned = PictureFile.decode(tagged, 1000);
    assertThat(turned.width()).isEqualTo(10);
    assertThat(turned.rgb()).isEqualTo(plain.oriented(6).rgb()).isNotEqualTo(plain.rgb());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 8, 12, 20})
  void brokenExifDoesNotSpoilThePicture(int kept) throws Exception {
    byte[] exif = java.util.Arrays.copyOf(exif(6, ByteOrder.BIG_ENDIAN), kept);
    byte[] png = Files.readAllBytes(Blocks.png(folder));
    Path tagged = Files.write(folder.resolve("x.png"), insert(png, 33, pngChunk("eXIf", exif)));
    assertThat(Blocks.letters(PictureFile.decode(tagged, 10_000))).isEqualTo("ABC DEF");
  }

  @Test
  void theNameOfAFileDoesNotMatter() throws Exception {
    Path misnamed = folder.resolve("picture.jpg");
    Files.copy(PICTURES.resolve("rgb.png"), misnamed);
    assertThat(PictureFile.decode(misnamed, 1000).rgb())
        .isEqualTo(Files.readAllBytes(PICTURES.resolve("rgb.png.rgb")));
  }

  private static byte[] exif(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
    tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    tiff.putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return tiff.array();
  }

  private static byte[] pngChunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  private static byte[] jpegSegment(byte[] exif) {
    ByteBuffer segment = ByteBuffer.allocate(10 + exif.length);
    segment.putShort((short) 0xffe1).putShort((short) (8 + exif.length));
    return segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif).array();
  }

  private static byte[] insert(byte[] file, int at, byte[] piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, at);
    out.writeBytes(piece);
    out.write(file, at, file.length - at);
    return out.toByteArray();
  }
}
