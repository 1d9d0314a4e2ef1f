package dev.braid.encoders.text;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.braid.api.EncoderFactory;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Positions;
import dev.braid.encoders.text.RecurrentEncoder.Cell;
import java.util.Set;
import java.util.stream.Stream;

/** An encoder of width 4 for 9 words, with its options. */
record Case<O extends Record>(String name, EncoderFactory<O> factory, O options) {

  static final int WIDTH = 4;
  static final Set<Form> BOTH = Set.of(Form.POOLED, Form.TOKENS);
  private static final FeatureSpec FEATURES = new FeatureSpec(new Shape(-1), 9);

  static Stream<Case<?>> all() {
    return Stream.of(
        new Case<>("bag", new BagEncoder(), new BagEncoder.Options(WIDTH)),
        transformer("sinusoidal", 1, Positions.Kind.SINUSOIDAL, Nonlinearity.GELU),
        transformer("learned", 2, Positions.Kind.LEARNED, Nonlinearity.RELU),
        recurrent("lstm", Cell.LSTM, 1, false),
        recurrent("lstm deep", Cell.LSTM, 2, false),
        recurrent("lstm bidirectional", Cell.LSTM, 1, true),
        recurrent("lstm deep bidirectional", Cell.LSTM, 2, true),
        recurrent("gru", Cell.GRU, 1, false),
        recurrent("gru deep", Cell.GRU, 2, false),
        recurrent("gru bidirectional", Cell.GRU, 1, true),
        recurrent("gru deep bidirectional", Cell.GRU, 2, true));
  }

  private static Case<?> recurrent(String name, Cell cell, int layers, boolean bidirectional) {
    return new Case<>(
        name,
        new RecurrentEncoder(cell),
        new RecurrentEncoder.Options(3, WIDTH, layers, bidirectional, 0, null));
  }

  private static Case<?> transformer(
      String name, int layers, Positions.Kind positions, Nonlinearity activation) {
    return new Case<>(
        "transformer " + name,
        new TransformerEncoder(),
        new TransformerEncoder.Options(WIDTH, 2, layers, 6, positions, 6, 0, activation));
  }

  Encoder create(Set<Form> wanted) {
    return create(factory, options, wanted);
  }

  static <O extends Record> Encoder create(EncoderFactory<O> factory, O options, Set<Form> wanted) {
    return factory.create(options, new EncoderContext(FEATURES, wanted));
  }

  EncodingSpec output() {
    return factory.output(options, new FeatureSpec(new Shape(-1), 0));
  }

  /** Texts of ids, padded with the given id; one without ids is an absent sample. */
  static InputBatch batch(NDManager manager, int length, long padding, long[]... texts) {
    long[] ids = new long[texts.length * length];
    boolean[] mask = new boolean[ids.length];
    boolean[] present = new boolean[texts.length];
    for (int i = 0; i < texts.length; i++) {
      present[i] = texts[i].length > 0;
      for (int t = 0; t < length; t++) {
        mask[i * length + t] = t < texts[i].length;
        ids[i * length + t] = t < texts[i].length ? texts[i][t] : padding;
      }
    }
    Shape shape = new Shape(texts.length, length);
    return new InputBatch(
        manager.create(ids, shape), manager.create(mask, shape), manager.create(present));
  }

  @Override
  public String toString() {
    return name;
  }
}
