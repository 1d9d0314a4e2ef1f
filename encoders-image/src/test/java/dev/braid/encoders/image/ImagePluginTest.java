package dev.braid.encoders.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.BraidPlugin;
import dev.braid.api.Modality;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ImagePluginTest {

  @Test
  void isFoundAsAServiceWithItsParts() {
    BraidPlugin plugin =
        ServiceLoader.load(BraidPlugin.class).stream()
            .filter(provider -> provider.type() == ImagePlugin.class)
            .findFirst()
            .orElseThrow()
            .get();
    assertThat(plugin.readers()).extracting(r -> r.type()).containsExactly("image");
    assertThat(plugin.readers().get(0).modality()).isEqualTo(Modality.IMAGE);
    assertThat(plugin.readers().get(0).readsFiles()).isTrue();
    assertThat(plugin.encoders()).extracting(e -> e.type()).containsExactly("cnn", "resnet");
  }
}
