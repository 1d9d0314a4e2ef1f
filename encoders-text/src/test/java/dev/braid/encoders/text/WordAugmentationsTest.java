package dev.braid.encoders.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.braid.api.AugmentationFactory;
import dev.braid.api.data.AugmentationContext;
import dev.braid.api.data.Feature;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.Reader;
import dev.braid.api.data.SpecialIds;
import dev.braid.api.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordAugmentationsTest {

  private static final int[] LONG = IntStream.range(0, 5000).map(i -> 2 + i % 50).toArray();

  private static <O extends Record> int[] change(
      AugmentationFactory<O> factory, O options, int... ids) throws Exception {
    Reader reader = new TextReader().create(new TextReader.Options(true, 1, null, 64));
    reader.fit(List.of("what is this"));
    AugmentationContext context = new AugmentationContext(reader.features(), reader.special());
    Feature changed = factory.create(options, context).apply(new Feature.Ids(ids), new Random(9));
    return ((Feature.Ids) changed).values();
  }

  @Test
  void lostWordsBecomeUnknownAsOftenAsAskedFor() throws Exception {
    int[] changed =
        change(new WordDropout(), new WordDropout.Options(0.2, WordDropout.Instead.UNKNOWN), LONG);
    assertThat(changed).hasSameSizeAs(LONG);
    long unknown = Arrays.stream(changed).filter(id -> id == Vocabulary.UNKNOWN).count();
    assertThat(unknown / 5000.0).isCloseTo(0.2, within(0.02));
  }

  @Test
  void lostWordsAreLeftOutAndTheOthersKeepTheirOrder() throws Exception {
    int[] changed =
        change(
            new WordDropout(),
            new WordDropout.Options(0.5, WordDropout.Instead.NOTHING),
            IntStream.range(2, 42).toArray());
    assertThat(changed).hasSizeBetween(1, 39).isSorted();
  }

  @Test
  void aTextNeverLosesItsLastWord() throws Exception {
    WordDropout.Options all = new WordDropout.Options(1, WordDropout.Instead.NOTHING);
    assertThat(change(new WordDropout(), all, 3, 4, 5)).hasSize(1);
  }

  @Test
  void withoutAnUnknownWordLostWordsAreLeftOut() {
    AugmentationContext context =
        new AugmentationContext(new FeatureSpec(new Shape(-1), 60), SpecialIds.NONE);
    Feature changed =
        new WordDropout()
            .create(new WordDropout.Options(0.2, WordDropout.Instead.UNKNOWN), context)
            .apply(new Feature.Ids(LONG.clone()), new Random(1));
    assertThat(((Feature.Ids) changed).values().length).isBetween(3800, 4200);
  }

  @Test
  void swappedWordsAreTheSameWords() throws Exception {
    int[] words = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    int[] changed = change(new WordSwap(), new WordSwap.Options(0.1, 1), words.clone());
    assertThat(changed).containsExactlyInAnyOrder(words);
    long moved = IntStream.range(0, 10).filter(t -> changed[t] != words[t]).count();
    assertThat(moved).as("one swap").isEqualTo(2);
  }

  @Test
  void oneWordHasNothingToSwapWith() throws Exception {
    assertThat(change(new WordSwap(), new WordSwap.Options(1, 1), 3)).containsExactly(3);
    assertThat(change(new WordSwap(), new WordSwap.Options(1, 0), 3, 4)).containsExactly(3, 4);
  }
}
