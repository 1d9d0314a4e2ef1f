package dev.braid.encoders.text;

import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.EncodingSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The encoders {@code lstm} and {@code gru}, which differ in their cell only. */
public final class RecurrentEncoder implements EncoderFactory<RecurrentEncoder.Options> {

  /** Options of {@code lstm} and {@code gru}. */
  public record Options(
      @Option(value = "size of a word's vector", byDefault = "128", min = 1, max = 65536)
          int embedding,
      @Option(
              value = "size of each output vector, both directions together",
              byDefault = "256",
              min = 1,
              max = 65536)
          int width,
      @Option(value = "layers on each other", byDefault = "1", min = 1, max = 16) int layers,
      @Option(value = "read from both ends", byDefault = "false") boolean bidirectional,
      @Option(value = "dropout between layers", byDefault = "0", min = 0, max = 0.95)
          double dropout,
      @Option(
              value = "rows of the embedding table where it shall be larger than the vocabulary",
              min = 2,
              max = 1e7)
          @Nullable Integer embeddingRows) {}

  /** The cells. */
  enum Cell {
    /** Long short-term memory: 4 gates (input, forget, cell, output). */
    LSTM(4),
    /** Gated recurrent unit: 3 gates (reset, update, new). */
    GRU(3);

    final int gates;

    Cell(int gates) {
      this.gates = gates;
    }
  }

  private final Cell cell;

  RecurrentEncoder(Cell cell) {
    this.cell = cell;
  }

  @Override
  public String type() {
    return cell.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String description() {
    return cell == Cell.LSTM
        ? "LSTM over word embeddings (Hochreiter and Schmidhuber 1997)"
        : "GRU over word embeddings (Cho et al. 2014)";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Modality modality() {
    return Modality.TEXT;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.bidirectional() && options.width() % 2 != 0) {
      problems.add("width", "must be even for two directions, not " + options.width());
    }
  }

  @Override
  public EncodingSpec output(Options options, FeatureSpec features) {
    return EncodingSpec.both(options.width());
  }

  @Override
  public Encoder create(Options options, EncoderContext context) {
    int rows = rows(context.features().classes(), options.embeddingRows());
    return new Recurrent(cell, rows, options);
  }

  /** The number of rows for a vocabulary, which a spec may fix at more. */
  private static int rows(int classes, @Nullable Integer wanted) {
    if (wanted != null && wanted < classes) {
      throw new IllegalArgumentException(
          "embedding_rows is %d, but the vocabulary has %d words; raise it or set the reader's max_size"
              .formatted(wanted, classes));
    }
    return wanted == null ? classes : wanted;
  }
}
