package dev.braid.encoders.video;

import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.ReaderFactory;
import java.util.List;

/** The parts for clips. */
public final class VideoPlugin implements BraidPlugin {

  @Override
  public List<ReaderFactory<?>> readers() {
    return List.of(new ClipReader());
  }

  @Override
  public List<EncoderFactory<?>> encoders() {
    return List.of(new FramesEncoder());
  }
}
