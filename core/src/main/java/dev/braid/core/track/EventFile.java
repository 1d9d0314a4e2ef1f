package dev.braid.core.track;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.braid.core.run.FileFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A file of TensorBoard's events: records in TFRecord's frame, each an {@code Event} of <a
 * href="https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto">event.proto</a>.
 * A run that is resumed gets another file. It begins by saying that a session starts, whereupon
 * TensorBoard forgets what earlier files say about its first step and later ones.
 */
public final class EventFile implements Closeable {

  private static final String PREFIX = "events.out.tfevents.";
  private static final String VERSION = "brain.Event:2";

  // Field numbers of Event, Summary, Summary.Value and SessionLog.
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int STATUS = 1;
  private static final int START = 1;

  private final Path path;
  private final OutputStream out;
  private final Clock clock;

  private EventFile(Path path, OutputStream out, Clock clock) {
    this.path = path;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Makes a new file beside earlier ones; its name sorts after theirs.
   *
   * @param from the first step that the file will tell of
   */
  public static EventFile create(Path folder, long from, Clock clock) throws IOException {
    Path path = folder.resolve("%s%010d.braid".formatted(PREFIX, second(folder, clock)));
    try {
      EventFile file = new EventFile(path, Files.newOutputStream(path, CREATE_NEW, WRITE), clock);
      file.event(0, new Proto().text(FILE_VERSION, VERSION));
      file.event(from, new Proto().message(SESSION_LOG, new Proto().number(STATUS, START)));
      return file;
    } catch (IOException e) {
      throw FileFailure.unwritable(path, e);
    }
  }

  /** Now, or just after the newest file, if a clock was set back or a second has two files. */
  private static long second(Path folder, Clock clock) throws IOException {
    Pattern name = Pattern.compile(Pattern.quote(PREFIX) + "(\\d{10})\\..*");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(path -> name.matcher(String.valueOf(path.getFileName())))
          .filter(Matcher::matches)
          .mapToLong(match -> Long.parseLong(match.group(1)) + 1)
          .reduce(clock.instant().getEpochSecond(), Math::max);
    }
  }

  /** Adds values by tag, such as {@code validation/accuracy}, to the curves at a step. */
  public void scalars(long step, Map<String, Double> values) throws IOException {
    Proto summary = new Proto();
    values.forEach(
        (tag, value) ->
            summary.message(
                VALUE, new Proto().text(TAG, tag).real(SIMPLE_VALUE, value.floatValue())));
    event(step, new Proto().message(SUMMARY, summary));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** Every record goes to the system at once, so that a run that dies keeps what it had. */
  private void event(long step, Proto what) throws IOException {
    Proto head = new Proto().real(WALL_TIME, clock.millis() / 1e3).number(STEP, step);
    byte[] start = head.bytes();
    byte[] end = what.bytes();
    byte[] data = ByteBuffer.allocate(start.length + end.length).put(start).put(end).array();
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    byte[] record = new byte[data.length + 16];
    ByteBuffer frame = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    frame.put(length).putInt(checksum(length)).put(data).putInt(checksum(data));
    try {
      out.write(record);
    } catch (IOException e) {
      throw FileFailure.unwritable(path, e);
    }
  }

  /** TFRecord turns and shifts a sum, so that sums of data that holds sums stay good. */
  private static int checksum(byte[] data) {
    CRC32C sum = new CRC32C();
    sum.update(data);
    return Integer.rotateRight((int) sum.getValue(), 15) + 0xa282ead8;
  }
}
