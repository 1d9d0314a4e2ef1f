package dev.braid.testkit;

import dev.braid.api.BraidPlugin;
import dev.braid.api.EncoderFactory;
import dev.braid.api.Modality;
import dev.braid.api.data.FeatureSpec;
import dev.braid.api.data.InputBatch;
import dev.braid.api.model.Encoder;
import dev.braid.api.model.EncoderContext;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.encoders.text.BagEncoder;
import java.util.List;
import java.util.Set;

/** The encoder {@code bag} with one of its forms only, as a stranger's may be. */
record SingleForm(String type, Form form) implements EncoderFactory<BagEncoder.Options> {

  /** Brings one of each form. */
  static final class Plugin implements BraidPlugin {
    @Override
    public List<EncoderFactory<?>> encoders() {
      return List.of(
          new SingleForm("only-vectors", Form.POOLED), new SingleForm("only-tokens", Form.TOKENS));
    }
  }

  @Override
  public String description() {
    return "bag with one form";
  }

  @Override
  public Class<BagEncoder.Options> options() {
    return BagEncoder.Options.class;
  }

  @Override
  public Modality modality() {
    return Modality.TEXT;
  }

  @Override
  public EncodingSpec output(BagEncoder.Options options, FeatureSpec features) {
    return new EncodingSpec(options.width(), Set.of(form));
  }

  @Override
  public Encoder create(BagEncoder.Options options, EncoderContext context) {
    return new Single(new BagEncoder().create(options, context), form);
  }

  private static final class Single extends Encoder {
    private final Encoder bag;
    private final Form form;

    Single(Encoder bag, Form form) {
      this.bag = child("bag", bag);
      this.form = form;
    }

    @Override
    public Encoding encode(InputBatch input, boolean training) {
      Encoding both = bag.encode(input, training);
      return form == Form.TOKENS
          ? Encoding.ofTokens(both.requireTokens(), both.requireMask(), both.present())
          : Encoding.ofPooled(both.requirePooled(), both.present());
    }
  }
}
