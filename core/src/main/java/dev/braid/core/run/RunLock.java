package dev.braid.core.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Held while a run is trained: two processes that write one directory would spoil it. The system
 * takes it back when its process ends, however that ends; the file {@code .lock} stays.
 */
public final class RunLock implements Closeable {

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws IOException if another process has it, or the file cannot be locked
   */
  public static RunLock take(RunDirectory run) throws IOException {
    Path file = run.path().resolve(".lock");
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw FileFailure.unwritable(file, e);
    }
    try {
      if (locked(channel) != null) {
        return new RunLock(channel);
      }
    } catch (IOException e) {
      channel.close();
      throw new IOException(file + " cannot be locked: " + FileFailure.reason(e), e);
    }
    channel.close();
    throw new IOException(
        "%s is being trained by another process; wait for its end or stop it first"
            .formatted(run.path()));
  }

  private static @Nullable FileLock locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
