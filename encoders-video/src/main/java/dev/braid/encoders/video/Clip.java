package dev.braid.encoders.video;

import dev.braid.api.data.BadDataException;
import dev.braid.api.picture.Pixels;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** A clip that was opened and is within its limits; no frame of it is decoded yet. */
interface Clip {

  /** When each frame begins, in seconds, ascending; at least one. */
  double[] seconds();

  /** Of its first frame, in pixels. */
  int width();

  /** Of its first frame, in pixels. */
  int height();

  /**
   * Decodes the chosen frames in order.
   *
   * @param small what is kept of each, so that no two large ones are held at once
   * @throws IOException if the clip is damaged, saying how
   * @throws BadDataException if a frame is over a limit
   */
  List<byte[]> read(Sampling sampling, Function<Pixels, byte[]> small)
      throws IOException, BadDataException;
}
