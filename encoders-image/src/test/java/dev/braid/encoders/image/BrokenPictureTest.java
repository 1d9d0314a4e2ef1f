package dev.braid.encoders.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Reader;
import dev.braid.api.picture.Normalise;
import dev.braid.api.picture.Resize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no picture, or only part of one, is reported by file, cause and remedy. */
class BrokenPictureTest {

  private static final Path PICTURES = Path.of("src/test/resources/pictures");
  private static final String REMEDY =
      "; replace the file or leave the value out (a missing input is allowed)";

  @TempDir Path folder;

  private final Reader reader =
      new PictureReader()
          .create(new PictureReader.Options(8, Resize.SQUASH, Normalise.CENTRE, 100_000_000));

  @Test
  void missingFile() {
    Path file = folder.resolve("nothing.png");
    refused(file)
        .hasMessage(
            "there is no file "
                + file
                + "; correct the path or leave the value out (a missing input is allowed)");
  }

  @Test
  void folderInsteadOfFile() {
    refused(folder).hasMessage(folder + " is not a file; a picture's value is the path of a file");
  }

  @Test
  void emptyFile() throws IOException {
    Path file = write("empty.png", new byte[0]);
    refused(file).hasMessage(file + " is empty (0 bytes)" + REMEDY);
  }

  @Test
  void pageSavedAsPicture() throws IOException {
    Path file = write("page.png", "<!DOCTYPE html>\n<html><body>404</body></html>");
    refused(file)
        .hasMessage(
            file
                + " is not a picture: it starts with \"<!DOCTYPE html>\"; it looks like an HTML"
                + " page (a failed download?)");
  }

  @Test
  void pointerInsteadOfPicture() throws IOException {
    Path file = write("a.png", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n");
    refused(file)
        .hasMessage(
            file
                + " is not a picture: it starts with \"version https://git-lfs.github.com/spec/\";"
                + " it looks like a Git LFS pointer (fetch the files with 'git lfs pull')");
  }

  @Test
  void otherBytes() throws IOException {
    Path file = write("a.png", new byte[] {0, 1, 2, 3});
    refused(file)
        .hasMessage(
            file
                + " is not a picture: it starts with the bytes 00 01 02 03; PNG, JPEG, GIF, BMP"
                + " and WebP are read");
  }

  @Test
  void unsupportedFormat() throws IOException {
    Path file = Blocks.write(folder.resolve("scan.png"), "tiff");
    refused(file)
        .hasMessage(
            file
                + " is a picture in the TIFF format, which is not supported; convert it to PNG"
                + " (PNG, JPEG, GIF, BMP and WebP are read)");
  }

  @Test
  void claimsMorePixelsThanAllowed() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(60_000).putInt(60_000);
    header.put(new byte[] {8, 2, 0, 0, 0});
    ByteBuffer png = ByteBuffer.allocate(57).put(signature());
    chunk(png, "IHDR", header.array());
    chunk(png, "IDAT", new byte[0]);
    chunk(png, "IEND", new byte[0]);
    Path file = write("bomb.png", png.array());
    refused(file)
        .hasMessage(
            file
                + " claims 60000x60000 pixels (3600.0 MP), over the limit of 100.0 MP (reader"
                + " option max_pixels)");
  }

  @Test
  void theLimitItselfIsAllowed() throws Exception {
    Path file = PICTURES.resolve("rgb.png");
    assertThat(PictureFile.decode(file, 120).width()).isEqualTo(12);
    assertThatThrownBy(() -> PictureFile.decode(file, 119))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("claims 12x10 pixels");
  }

  @ParameterizedTest
  @CsvSource({"png", "jpeg", "gif", "bmp"})
  void cutOff(String format) throws IOException {
    byte[] whole = Files.readAllBytes(Blocks.write(folder.resolve("blocks"), format));
    for (int kept : new int[] {whole.length * 3 / 4, whole.length - 5}) {
      Path file = write("cut." + format, Arrays.copyOf(whole, kept));
      refused(file)
          .hasMessage(
              "%s is damaged: the file ends after %,d bytes, before the picture does%s"
                  .formatted(file, kept, REMEDY));
    }
  }

  @Test
  void cutOffJpegWithTheEndMarkOfAThumbnail() throws IOException {
    byte[] jpeg = Files.readAllBytes(Blocks.jpeg(folder));
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 12).put(jpeg, 0, 2);
    file.putShort((short) 0xffe1).putShort((short) 10).putInt(0).putShort((short) 0xffd9);
    file.putShort((short) 0).put(jpeg, 2, jpeg.length - 40);
    byte[] cut = Arrays.copyOf(file.array(), file.position());
    refused(write("cut.jpg", cut)).hasMessageContaining("before the picture does");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rgb.png", "rgb.jpg", "cmyk.jpg", "palette.gif", "rgb.bmp", "lossless.webp"})
  void everyCutIsReported(String name) throws IOException {
    byte[] whole = Files.readAllBytes(PICTURES.resolve(name));
    // The last byte of a GIF is a trailer that no frame needs.
    int end = name.endsWith("gif") ? whole.length - 1 : whole.length;
    for (int kept = 0; kept < end; kept++) {
      Path file = write("cut", Arrays.copyOf(whole, kept));
      assertThat(catchThrowable(() -> reader.read(file)))
          .as("%s cut to %d bytes", name, kept)
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.png",
        "rgb.jpg",
        "cmyk.jpg",
        "progressive.jpg",
        "animated.gif",
        "palette.bmp",
        "lossless.webp",
        "lossy.webp",
        "animated.webp"
      })
  void noDamageEscapesAsAnotherException(String name) throws IOException {
    byte[] whole = Files.readAllBytes(PICTURES.resolve(name));
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = whole.clone();
      for (int change = 0; change < 3; change++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Path file = write("damaged", bytes);
      Throwable thrown = catchThrowable(() -> PictureFile.decode(file, 10_000));
      if (thrown != null) {
        assertThat(thrown)
            .isInstanceOf(BadDataException.class)
            .hasMessageContaining(file.toString());
      }
    }
  }

  @Test
  void changedByteInsideAPng() throws IOException {
    byte[] bytes = Files.readAllBytes(Blocks.png(folder));
    bytes[60] ^= 1;
    Path file = write("changed.png", bytes);
    refused(file)
        .hasMessage(
            file + " is damaged: the checksum of the PNG chunk at byte 33 is wrong" + REMEDY);
  }

  @Test
  void valueThatIsNoPath() {
    assertThatThrownBy(() -> reader.read(3))
        .isInstanceOf(BadDataException.class)
        .hasMessage("a picture is given as the path of its file, not as Integer");
    assertThatThrownBy(() -> reader.read("a\0b"))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("not a path of a file: ");
  }

  private AbstractThrowableAssert<?, ?> refused(Path file) {
    return assertThatThrownBy(() -> reader.read(file)).isInstanceOf(BadDataException.class);
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] signature() {
    return new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  }

  private static void chunk(ByteBuffer png, String type, byte[] data) {
    int start = png.position() + 4;
    png.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(png.array(), start, 4 + data.length);
    png.putInt((int) crc.getValue());
  }
}
