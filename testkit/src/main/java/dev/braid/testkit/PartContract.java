package dev.braid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.api.PartFactory;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.OptionRecords;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every part must do. Authors extend the contract of their kind of part, such as {@link
 * EncoderContract}.
 *
 * @param <O> the part's options
 */
public abstract class PartContract<O extends Record> {

  /** The part. */
  protected abstract PartFactory<O> factory();

  /** Options with small sizes. */
  protected abstract O options();

  abstract PartKind kind();

  @Test
  void aSpecCanNameItAndItsOptions() {
    assertThat(factory().type()).as("type").matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    assertThat(factory().description()).as("description").isNotBlank().doesNotContain("\n");
    OptionRecords.validate(factory().options());
    List<String> problems = new ArrayList<>();
    factory().check(options(), (option, message) -> problems.add(option + ": " + message));
    assertThat(problems).as("problems with options()").isEmpty();
  }
}
