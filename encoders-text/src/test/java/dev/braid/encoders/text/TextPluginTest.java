package dev.braid.encoders.text;

import static dev.braid.encoders.text.Case.BOTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.ReaderFactory;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Positions;
import dev.braid.encoders.text.RecurrentEncoder.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The parts by their names, and what is particular to one of them. */
class TextPluginTest {

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static Encoder recurrent(Cell cell, RecurrentEncoder.Options options) {
    return Case.create(new RecurrentEncoder(cell), options, BOTH);
  }

  private static Encoder transformer(Positions.Kind positions) {
    return Case.create(
        new TransformerEncoder(),
        new TransformerEncoder.Options(4, 2, 1, null, positions, 3, 0.5, Nonlinearity.GELU),
        BOTH);
  }

  @Test
  void theModalityTextHasAReaderAndFourEncoders() {
    List<String> types = new ArrayList<>();
    for (BraidPlugin plugin : ServiceLoader.load(BraidPlugin.class)) {
      plugin.readers().stream().map(ReaderFactory::type).forEach(types::add);
      plugin.encoders().stream().map(EncoderFactory::type).forEach(types::add);
    }
    assertThat(types).containsExactly("text", "bag", "lstm", "gru", "transformer");
  }

  @Test
  void anLstmHasTorchsNamesAndCount() {
    Encoder lstm = recurrent(Cell.LSTM, new RecurrentEncoder.Options(128, 256, 1, false, 0, 10000));
    assertThat(lstm.named().keySet())
        .containsExactly(
            "embedding.weight",
            "lstm.weight_ih_l0",
            "lstm.weight_hh_l0",
            "lstm.bias_ih_l0",
            "lstm.bias_hh_l0");
    assertThat(lstm.parameterCount()).isEqualTo(1_280_000 + 395_264);
  }

  @Test
  void aBidirectionalGruNamesLayersAndDirectionsAsTorchDoes() {
    assertThat(
            recurrent(Cell.GRU, new RecurrentEncoder.Options(3, 4, 2, true, 0, null))
                .named()
                .keySet())
        .containsExactly(
            "embedding.weight",
            "gru.weight_ih_l0",
            "gru.weight_hh_l0",
            "gru.bias_ih_l0",
            "gru.bias_hh_l0",
            "gru.weight_ih_l0_reverse",
            "gru.weight_hh_l0_reverse",
            "gru.bias_ih_l0_reverse",
            "gru.bias_hh_l0_reverse",
            "gru.weight_ih_l1",
            "gru.weight_hh_l1",
            "gru.bias_ih_l1",
            "gru.bias_hh_l1",
            "gru.weight_ih_l1_reverse",
            "gru.weight_hh_l1_reverse",
            "gru.bias_ih_l1_reverse",
            "gru.bias_hh_l1_reverse");
  }

  @Test
  void aTransformerNamesItsParts() {
    List<String> layer =
        List.of(
            "layers.0.self_attention.in_proj_weight",
            "layers.0.self_attention.in_proj_bias",
            "layers.0.self_attention.out_proj.weight",
            "layers.0.self_attention.out_proj.bias",
            "layers.0.norm_self.weight",
            "layers.0.norm_self.bias",
            "layers.0.feed_forward.linear1.weight",
            "layers.0.feed_forward.linear1.bias",
            "layers.0.feed_forward.linear2.weight",
            "layers.0.feed_forward.linear2.bias",
            "layers.0.norm_feed_forward.weight",
            "layers.0.norm_feed_forward.bias",
            "norm.weight",
            "norm.bias");
    List<String> learned = new ArrayList<>(List.of("embedding.weight", "positions.weight"));
    learned.addAll(layer);
    List<String> sinusoidal = new ArrayList<>(List.of("embedding.weight"));
    sinusoidal.addAll(layer);
    assertThat(transformer(Positions.Kind.LEARNED).named().keySet())
        .containsExactlyElementsOf(learned);
    assertThat(transformer(Positions.Kind.SINUSOIDAL).named().keySet())
        .containsExactlyElementsOf(sinusoidal);
  }

  @Test
  void aBagIsATableAndNothingElse() {
    Encoder bag = Case.create(new BagEncoder(), new BagEncoder.Options(4), BOTH);
    assertThat(bag.named().keySet()).containsExactly("embedding.weight");
  }

  @Test
  void recurrentWeightsStartAsInTorch() {
    Encoder gru = recurrent(Cell.GRU, new RecurrentEncoder.Options(8, 16, 1, false, 0, null));
    gru.initialize(manager, 1);
    gru.named()
        .forEach(
            (name, parameter) -> {
              if (!name.equals("embedding.weight")) {
                float largest = parameter.getArray().abs().max().getFloat();
                assertThat(largest).as(name).isBetween(0.2f, 0.25f);
              }
            });
    NDArray words = gru.named().get("embedding.weight").getArray();
    assertThat(words.get("0").toFloatArray()).containsOnly(0f);
    assertThat(words.get("1").toFloatArray()).doesNotContain(0f);
  }

  @Test
  void dropoutActsBetweenLayersInTrainingOnly() {
    assertThat(changesInTraining(Cell.LSTM, 1)).isFalse();
    assertThat(changesInTraining(Cell.LSTM, 2)).isTrue();
    assertThat(changesInTraining(Cell.GRU, 2)).isTrue();
  }

  private boolean changesInTraining(Cell cell, int layers) {
    Encoder encoder = recurrent(cell, new RecurrentEncoder.Options(8, 16, layers, true, 0.5, null));
    encoder.initialize(manager, 1);
    InputBatch batch = Case.batch(manager, 3, 0, new long[] {2, 5, 3});
    NDArray still = encoder.encode(batch, false).requirePooled();
    assertThat(encoder.encode(batch, false).requirePooled().toFloatArray())
        .isEqualTo(still.toFloatArray());
    NDArray moved = encoder.encode(batch, true).requirePooled();
    return moved.sub(still).abs().max().getFloat() > 1e-4f;
  }

  @Test
  void optionsThatDoNotFitTogetherAreProblems() {
    List<String> problems = new ArrayList<>();
    new RecurrentEncoder(Cell.LSTM)
        .check(
            new RecurrentEncoder.Options(3, 5, 1, true, 0, null),
            (option, message) -> problems.add(option + " " + message));
    new RecurrentEncoder(Cell.LSTM)
        .check(
            new RecurrentEncoder.Options(3, 5, 1, false, 0, null),
            (option, message) -> problems.add(option + " " + message));
    new TransformerEncoder()
        .check(
            new TransformerEncoder.Options(
                6, 4, 1, null, Positions.Kind.LEARNED, 3, 0, Nonlinearity.GELU),
            (option, message) -> problems.add(option + " " + message));
    assertThat(problems)
        .containsExactly(
            "width must be even for two directions, not 5",
            "heads must divide the width 6, 4 does not");
  }

  @Test
  void aTableSmallerThanTheVocabularyIsRefused() {
    assertThatThrownBy(
            () -> recurrent(Cell.GRU, new RecurrentEncoder.Options(3, 4, 1, false, 0, 8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "embedding_rows is 8, but the vocabulary has 9 words; raise it or set the reader's max_size");
  }

  @Test
  void onlyLearnedPositionsEnd() {
    InputBatch batch = Case.batch(manager, 4, 0, new long[] {2, 5, 3, 4});
    Encoder sinusoidal = transformer(Positions.Kind.SINUSOIDAL);
    sinusoidal.initialize(manager, 1);
    assertThat(sinusoidal.encode(batch, false).requireMask().size()).isEqualTo(4);
    Encoder learned = transformer(Positions.Kind.LEARNED);
    learned.initialize(manager, 1);
    assertThatThrownBy(() -> learned.encode(batch, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a sequence of 4 tokens is longer than max_positions 3; raise it or let the reader yield fewer");
  }
}
