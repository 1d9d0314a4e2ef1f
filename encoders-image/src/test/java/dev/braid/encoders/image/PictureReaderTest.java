package dev.braid.encoders.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {

  @TempDir Path folder;

  private final Reader reader =
      new PictureReader()
          .create(
              new PictureReader.Options(
                  8, PictureReader.Resize.SQUASH, PictureReader.Normalise.CENTRE, 100_000_000));

  private static BufferedImage halves(int type) {
    BufferedImage image = new BufferedImage(16, 16, type);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        image.setRGB(x, y, x < 8 ? 0xffff0000 : 0xff0000ff);
      }
    }
    return image;
  }

  private Path write(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("p." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private byte[] read(Path file) throws BadDataException {
    return ((Feature.Bytes) reader.read(file)).values();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "jpg"})
  void eachFormatGivesItsColours(String format) throws Exception {
    byte[] planes = read(write(halves(BufferedImage.TYPE_INT_RGB), format));
    assertThat(planes[9] & 0xff).as("red, left").isGreaterThan(240);
    assertThat(planes[128 + 9] & 0xff).as("blue, left").isLessThan(15);
    assertThat(planes[14] & 0xff).as("red, right").isLessThan(15);
    assertThat(planes[128 + 14] & 0xff).as("blue, right").isGreaterThan(240);
  }

  @Test
  void transparencyBecomesWhite() throws Exception {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB);
    assertThat(read(write(image, "png"))).containsOnly((byte) 255);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
  void greyPicturesHaveThreeEqualPlanes(int type) throws Exception {
    byte[] planes = read(write(halves(type), "png"));
    assertThat(Arrays.copyOfRange(planes, 0, 64)).isEqualTo(Arrays.copyOfRange(planes, 64, 128));
    assertThat(planes[0]).isNotEqualTo(planes[7]);
  }

  /** Where the pixel that is at (1, 0) of a 3×2 picture stands once the picture is upright. */
  @ParameterizedTest
  @CsvSource({"1,1,0", "2,1,0", "3,1,1", "4,1,1", "5,0,1", "6,1,1", "7,1,1", "8,0,1"})
  void orientationsTurnThePicture(int orientation, int x, int y) {
    byte[] rgb = new byte[18];
    rgb[3] = 1;
    Pixels turned = new Pixels(3, 2, rgb).oriented(orientation);
    assertThat(turned.width()).isEqualTo(orientation >= 5 ? 2 : 3);
    assertThat(turned.rgb()[3 * (y * turned.width() + x)]).isEqualTo((byte) 1);
  }

  @Test
  void resizingEqualsPillows() {
    byte[] rgb = new byte[210];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 37 % 256);
    }
    byte[] out = Resampling.resize(new Pixels(10, 7, rgb), 4, 4).rgb();
    int[] pillow = {
      111, 118, 110, 120, 126, 119, 122, 120, 133, 132, 122, 114, 110, 125, 141, 147, 122, 121, 129,
      147, 136, 120, 132, 148, 117, 136, 118, 125, 129, 134, 135, 125, 123, 131, 139, 110, 107, 109,
      141, 152, 123, 108, 119, 152, 120, 124, 118, 125
    };
    assertThat(out).hasSize(pillow.length);
    for (int i = 0; i < pillow.length; i++) {
      assertThat(out[i] & 0xff).as("value " + i).isBetween(pillow[i] - 1, pillow[i] + 1);
    }
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("none.png");
    assertThatThrownBy(() -> reader.read(file)).hasMessage("there is no file " + file);
  }

  @Test
  void anEmptyFileIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("empty.png"));
    assertThatThrownBy(() -> reader.read(file)).hasMessage(file + " is empty");
  }

  @Test
  void aPageThatWasSavedAsAPictureIsRecognised() throws Exception {
    Path file = Files.writeString(folder.resolve("page.png"), "<!DOCTYPE html><html></html>");
    assertThatThrownBy(() -> reader.read(file))
        .hasMessage(
            file
                + " is not a picture: it starts with \"<!DOCTYPE html>\"; it looks like an HTML page (a failed download?)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void aTruncatedPictureIsRefused(String format) throws Exception {
    byte[] bytes = Files.readAllBytes(write(halves(BufferedImage.TYPE_INT_RGB), format));
    Path file = folder.resolve("cut." + format);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - bytes.length / 4));
    assertThatThrownBy(() -> reader.read(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(file + " is damaged: ");
  }

  @Test
  void aPictureThatClaimsTooManyPixelsIsNotDecoded() throws Exception {
    byte[] bytes = Files.readAllBytes(write(halves(BufferedImage.TYPE_INT_RGB), "png"));
    ByteBuffer.wrap(bytes).putInt(16, 60000).putInt(20, 60000);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(bytes, 12, 17);
    ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
    Path file = Files.write(folder.resolve("bomb.png"), bytes);
    assertThatThrownBy(() -> reader.read(file))
        .hasMessage(
            file
                + " claims 60000x60000 pixels (3600.0 MP), over the limit of 100.0 MP (reader option max_pixels)");
  }
}
