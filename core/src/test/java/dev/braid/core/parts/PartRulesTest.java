package dev.braid.core.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.Option;
import dev.braid.api.SourceFactory;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.EncodingSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartRulesTest {

  record None() {}

  record Undescribed(int width) {}

  record OutOfBounds(
      @Option("needed") String target,
      @Option(value = "width", byDefault = "0", min = 1) int width) {}

  record Unreadable(@Option(value = "width", byDefault = "[1") int width) {}

  record Source<O extends Record>(String type, String description, Class<O> options)
      implements SourceFactory<O> {
    @Override
    public Splits open(O options, SourceContext context) {
      throw new UnsupportedOperationException();
    }
  }

  record Homeless(String type, String description, Class<None> options)
      implements EncoderFactory<None> {
    @Override
    public Modality modality() {
      return null;
    }

    @Override
    public EncodingSpec output(None options, FeatureSpec features) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Encoder create(None options, EncoderContext context) {
      throw new UnsupportedOperationException();
    }
  }

  private static PartCatalog catalog(SourceFactory<?>... sources) {
    return PartCatalog.of(
        List.of(
            new BraidPlugin() {
              @Override
              public List<SourceFactory<?>> sources() {
                return Arrays.asList(sources);
              }
            }));
  }

  private static void assertRefused(SourceFactory<?> part, String message) {
    PartCatalog catalog = catalog(part, new Source<>("good", "a good one", None.class));
    assertThat(catalog.failures())
        .containsExactly(
            new LoadFailure(
                Source.class.getName(), PluginLoader.location(Source.class), "source: " + message));
    assertThat(catalog.names(PartKind.SOURCE)).containsExactly("good");
  }

  @Test
  void aTypeNameIsKebabCase() {
    for (String type : new String[] {"Shapes", "two_words", "a--b", "-a", "", null}) {
      assertRefused(
          new Source<>(type, "a source", None.class),
          "its type name '" + type + "' is not kebab-case");
    }
  }

  @Test
  void aDescriptionIsOneLine() {
    assertRefused(new Source<>("x", "a\nb", None.class), "its description is not one line");
    assertRefused(new Source<>("x", null, None.class), "its description is not one line");
  }

  @Test
  void everyOptionIsDescribedAndItsDefaultFits() {
    assertRefused(
        new Source<>("x", "a source", Undescribed.class),
        "component 'width' of " + Undescribed.class.getName() + " has no @Option");
    assertRefused(
        new Source<>("x", "a source", OutOfBounds.class),
        "the default of option 'width' (whole number) cannot be used: must be at least 1, not 0");
    assertRefused(
        new Source<>("x", "a source", Unreadable.class),
        "the default of option 'width' is not YAML: [1");
    assertRefused(new Source<>("x", "a source", null), "it names no record of options");
  }

  @Test
  void anEncoderNamesAModality() {
    PartCatalog catalog =
        PartCatalog.of(
            List.of(
                new BraidPlugin() {
                  @Override
                  public List<EncoderFactory<?>> encoders() {
                    return List.of(new Homeless("x", "an encoder", None.class));
                  }
                }));
    assertThat(catalog.failures())
        .extracting(LoadFailure::message)
        .containsExactly("encoder: it names no modality");
    assertThat(catalog.modalities()).isEmpty();
  }

  @Test
  void aListWithHolesFailsButNotThePlugin() {
    PartCatalog catalog = catalog(new Source<>("good", "a good one", None.class), null);
    assertThat(catalog.names(PartKind.SOURCE)).containsExactly("good");
    assertThat(catalog.failures())
        .extracting(LoadFailure::message)
        .containsExactly("source: there is null where a part should be");
  }
}
