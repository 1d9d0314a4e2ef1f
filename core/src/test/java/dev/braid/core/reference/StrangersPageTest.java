package dev.braid.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.BraidPlugin;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.core.parts.PartCatalog;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operators of other jars get a page, whether their authors say something of them or not. */
class StrangersPageTest {

  record Options(@Option(value = "Size | scale", byDefault = "8", min = 1) int size) {}

  record Required(@Option("Size") int size) {}

  record Stranger<O extends Record>(Class<O> options, Reference reference)
      implements FusionFactory<O> {

    @Override
    public String type() {
      return "stranger";
    }

    @Override
    public String description() {
      return "Something new";
    }

    @Override
    public Form wants(O options) {
      return Form.POOLED;
    }

    @Override
    public EncodingSpec output(O options, FusionInputs inputs, Problems problems) {
      return EncodingSpec.pooled(8);
    }

    @Override
    public Fusion create(O options, FusionInputs inputs) {
      return new Block(inputs);
    }
  }

  private static final class Block extends Fusion {

    Block(FusionInputs inputs) {
      super(inputs, Form.POOLED);
      for (String name : inputs.names()) {
        parameter("weight." + name + ".0", Init.ones(), 8, inputs.width(name));
      }
      buffer("fixed", Init.ones(), 3);
    }

    @Override
    public Encoding fuse(Map<String, Encoding> inputs, boolean training) {
      throw new UnsupportedOperationException();
    }
  }

  private static Map<String, String> pages(FusionFactory<?> factory) {
    BraidPlugin plugin =
        new BraidPlugin() {
          @Override
          public List<FusionFactory<?>> fusions() {
            return List.of(factory);
          }
        };
    return ReferencePages.of(PartCatalog.of(List.of(plugin)));
  }

  private static String page(FusionFactory<?> factory) {
    return pages(factory).getOrDefault("fusion/stranger.md", "");
  }

  @Test
  void anOperatorThatSaysNothingHasWhatItsCodeTells() {
    FusionFactory<Options> silent = new Stranger<>(Options.class, Reference.NONE);
    assertThat(page(silent))
        .startsWith("# stranger\n\nSomething new.\n\n## Options\n")
        .contains("| `size` | whole number [1, ∞] | `8` | Size \\| scale |")
        .contains("fusion: stranger\n")
        .contains("| out | `[B, 8]` |")
        .contains("| `weight.<m>.<i>` | `[8, 128]` | yes | 2 |")
        .contains("| `fixed` | `[3]` | no | 1 |")
        .contains("| parameters | 2,048 | 4,096 | 8,192 |")
        .doesNotContain("## Formula", "## Missing", "Source:", "multiply", "![");
    assertThat(pages(silent)).doesNotContainKey("fusion/stranger.svg");
    assertThat(pages(silent).getOrDefault("README.md", ""))
        .contains("| [stranger](fusion/stranger.md) | vectors | Something new | 4,096 |");
  }

  @Test
  void whatItsAuthorSaysIsOnThePage() {
    Reference reference =
        Reference.of("New", "y = x")
            .from("Someone 2020")
            .absent("Left out.")
            .yields("size")
            .cost("weights", "Σ_m d_m · size", "")
            .example("size: 2W")
            .advice("Never.")
            .flow("a = x [B] | . | b = *v\nc = y\na > c\nb ~> c");
    assertThat(page(new Stranger<>(Options.class, reference)))
        .contains("Source: Someone 2020.\n\nNever.\n\n## Formula\n\n```text\ny = x\n```\n")
        .contains("![How data flows](stranger.svg)")
        .contains("fusion: {type: stranger, size: 256}")
        .contains("| out | `[B, size]` |")
        .contains("| weights | `Σ_m d_m · size` | none |")
        .endsWith("## Missing inputs\n\nLeft out.\n");
    assertThat(
            pages(new Stranger<>(Options.class, reference)).getOrDefault("fusion/stranger.svg", ""))
        .contains("<title>How data flows in stranger</title>", ">x<", ">[B]<", "arrow attended");
  }

  @Test
  void anOptionThatMustBeGivenLeavesThePageWithoutAnExample() {
    assertThat(page(new Stranger<>(Required.class, Reference.NONE)))
        .contains("Without an example: size: is missing; fusion 'stranger' needs it: Size.")
        .doesNotContain("## Spec");
  }
}
