package dev.braid.core.check;

import dev.braid.api.AugmentationFactory;
import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.ReaderFactory;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One input of a checked spec.
 *
 * @param columns the columns of the data it reads, by default the one with its own name; of several
 *     the value is a map
 * @param features what the reader yields, as far as its options tell
 * @param augment what changes the features in training, in order
 * @param encoding what the encoder can yield
 * @param pool how its tokens become one vector, or null to take the encoder's own vector, if any
 * @param cache where features are kept
 */
public record InputPlan(
    String name,
    Modality modality,
    List<String> columns,
    Bound<ReaderFactory<?>> reader,
    FeatureSpec features,
    List<Bound<AugmentationFactory<?>>> augment,
    Bound<EncoderFactory<?>> encoder,
    EncodingSpec encoding,
    @Nullable Pool pool,
    CacheKind cache) {

  /** The column of a sample that has its value: of several, one that is made of them. */
  public String column() {
    return several() ? "inputs." + name : columns.get(0);
  }

  /** Whether its value is made of several columns. */
  public boolean several() {
    return columns.size() > 1;
  }

  /**
   * The forms to ask of the encoder.
   *
   * @param wanted those that the fusion operator and the task's head take
   */
  public Set<Form> asked(Set<Form> wanted) {
    Set<Form> asked = EnumSet.noneOf(Form.class);
    for (Form form : wanted) {
      if (form == Form.POOLED && pools(wanted)) {
        asked.add(Form.TOKENS);
      } else {
        asked.add(encoding.forms().contains(form) ? form : Form.POOLED);
      }
    }
    return asked;
  }

  /** Whether the encoder's tokens become one vector. */
  public boolean pools(Set<Form> wanted) {
    return wanted.contains(Form.POOLED)
        && (pool != null || !encoding.forms().contains(Form.POOLED));
  }
}
