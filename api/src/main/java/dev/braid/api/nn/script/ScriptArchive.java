package dev.braid.api.nn.script;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes what {@code torch.jit.save} writes for a module that has functions and no values: an
 * uncompressed zip of the module's source, its (empty) constants and a pickled instance.
 */
final class ScriptArchive {

  private static final String CLASS = "__torch__";
  private static final String FOLDER = "braid/";

  private ScriptArchive() {}

  /** The bytes of an archive whose one module has these functions, indented by two spaces. */
  static byte[] of(String functions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "data.pkl", instance());
      put(zip, "code/__torch__.py", source(functions).getBytes(UTF_8));
      put(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'}); // an empty tuple
      put(zip, "version", "3\n".getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("an archive in memory", e);
    }
    return bytes.toByteArray();
  }

  private static String source(String functions) {
    return "class Script(Module):\n"
        + "  __parameters__ = []\n"
        + "  __buffers__ = []\n"
        + "  training : bool\n"
        + functions;
  }

  /** Pickle, protocol 2: an instance of the class whose only field is {@code training = True}. */
  private static byte[] instance() {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) 0x80, 2});
    pickle.writeBytes(("c" + CLASS + "\nScript\n").getBytes(US_ASCII)); // the class
    pickle.writeBytes(new byte[] {')', (byte) 0x81, '}'}); // a new one; its fields
    pickle.writeBytes(new byte[] {'X', 8, 0, 0, 0}); // a string of 8 bytes
    pickle.writeBytes("training".getBytes(US_ASCII));
    pickle.writeBytes(new byte[] {(byte) 0x88, 's', 'b', '.'}); // true; set; build; stop
    return pickle.toByteArray();
  }

  /** The engine reads records where they lie, so they must not be compressed. */
  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry(FOLDER + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
