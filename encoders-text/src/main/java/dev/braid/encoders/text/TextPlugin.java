package dev.braid.encoders.text;

import dev.braid.api.AugmentationFactory;
import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.ReaderFactory;
import java.util.List;

/** The text parts. */
public final class TextPlugin implements BraidPlugin {

  @Override
  public List<ReaderFactory<?>> readers() {
    return List.of(new TextReader());
  }

  @Override
  public List<AugmentationFactory<?>> augmentations() {
    return List.of(new WordDropout(), new WordSwap());
  }

  @Override
  public List<EncoderFactory<?>> encoders() {
    return List.of(
        new BagEncoder(),
        new RecurrentEncoder(RecurrentEncoder.Cell.LSTM),
        new RecurrentEncoder(RecurrentEncoder.Cell.GRU),
        new TransformerEncoder());
  }
}
