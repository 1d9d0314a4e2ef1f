package dev.braid.encoders.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.BraidPlugin;
import dev.braid.api.Modality;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class VideoPluginTest {

  @Test
  void isFoundAsAServiceWithItsParts() {
    BraidPlugin plugin =
        ServiceLoader.load(BraidPlugin.class).stream()
            .filter(provider -> provider.type() == VideoPlugin.class)
            .findFirst()
            .orElseThrow()
            .get();
    assertThat(plugin.readers()).extracting(r -> r.type()).containsExactly("video");
    assertThat(plugin.readers().get(0).modality()).isEqualTo(Modality.VIDEO);
    assertThat(plugin.readers().get(0).readsFiles()).isTrue();
    assertThat(plugin.encoders()).extracting(e -> e.type()).containsExactly("frames");
  }
}
