package dev.braid.core.check;

import dev.braid.api.EncoderFactory;
import dev.braid.api.EncoderPart;
import dev.braid.api.Modality;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import dev.braid.core.spec.Node;
import dev.braid.core.spec.OptionInfo;
import dev.braid.core.spec.PartOptions;
import dev.braid.core.spec.ProblemList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encoders among the options of other parts, found and bound as those of inputs are. */
final class NestedParts implements PartOptions {

  private final PartCatalog catalog;
  private final PartBinder binder;
  private final ProblemList problems;

  NestedParts(PartCatalog catalog, PartBinder binder, ProblemList problems) {
    this.catalog = catalog;
    this.binder = binder;
    this.problems = problems;
  }

  @Override
  public @Nullable Found bind(OptionInfo option, Node node, String path) {
    Modality modality = new Modality(option.modality());
    List<String> offered = catalog.names(PartKind.ENCODER, modality);
    PartBinder.Named<EncoderFactory<?>> named =
        binder.find(PartKind.ENCODER, node, node.position(), path, null, offered);
    if (named == null) {
      return null;
    }
    Modality other = named.factory().modality();
    if (!other.equals(modality)) {
      problems.add(
          named.position(),
          path,
          "encoder '%s' reads %s, but '%s' wants one of %s%s"
              .formatted(
                  named.factory().type(),
                  other,
                  option.name(),
                  modality,
                  InputKeys.known("Encoders", modality, offered)));
      return null;
    }
    PartBinder.Part<EncoderFactory<?>> part = binder.bind(named);
    return part == null
        ? null
        : new Found(
            EncoderPart.of(part.bound().factory(), part.bound().options()), part.complete());
  }
}
