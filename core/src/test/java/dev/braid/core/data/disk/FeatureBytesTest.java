package dev.braid.core.data.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.data.Feature;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureBytesTest {

  @Test
  void everyKindOfFeatureReadsBackTheSame() {
    for (Feature feature :
        List.of(
            new Feature.Ids(new int[] {0, -1, 7}),
            new Feature.Ids(new int[0]),
            new Feature.Bytes(new byte[] {1, -2, 3, 4, 5, 6}, 1, 2, 3),
            new Feature.Floats(new float[] {0.5f, 2.25f, -3}, 3))) {
      ByteBuffer bytes = ByteBuffer.allocate(FeatureBytes.size(feature));
      FeatureBytes.write(feature, bytes);
      assertThat(bytes.remaining()).isZero();
      assertThat(FeatureBytes.read(bytes.flip())).usingRecursiveComparison().isEqualTo(feature);
    }
  }

  @Test
  void otherBytesAreNoFeature() {
    assertThat(FeatureBytes.read(ByteBuffer.wrap(new byte[] {9, 0, 1}))).isNull();
    assertThat(FeatureBytes.read(ByteBuffer.wrap(new byte[] {2, 5, 1}))).isNull();
    assertThat(FeatureBytes.read(ByteBuffer.wrap(new byte[] {2, -5, 1}))).isNull();
    assertThat(FeatureBytes.read(ByteBuffer.allocate(0))).isNull();
  }
}
