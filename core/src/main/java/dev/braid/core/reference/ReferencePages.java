package dev.braid.core.reference;

import dev.braid.api.EncoderFactory;
import dev.braid.api.FusionFactory;
import dev.braid.api.PartFactory;
import dev.braid.api.ReaderFactory;
import dev.braid.core.parts.CatalogEntry;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All pages of the reference. */
public final class ReferencePages {

  private static final String HEAD =
      """
      # Reference

      Made from the code by `braid reference`; a test holds it to the code. Every page has a complete
      spec, on generated data, which the test checks.

      ## Fusion operators

      Parameters are those for two inputs of width 256, with the options on the operator's page.
      """;

  private static final String SYMBOLS =
      """
      `B` is the number of samples, `m` an input. In formulas of costs and widths:

      | symbol | is |
      | --- | --- |
      | `d_m`, `T_m` | width and length of input `m` |
      | `N`, `D`, `T` | number of inputs, sum of their widths, sum of their lengths |
      | `d_main`, `T_main` | width and length of the input that the option `main` or `query` names, or of the first |
      | `d_1`, `d_2` | widths of the first and the second input |
      | `Σ_m`, `Π_m` | sum of the product that follows, product of the next factor, over all inputs |
      | `Σ_o` | sum over all inputs but the main one, with `d_o` and `T_o` |
      | `Σ_ab` | sum over all pairs of inputs, with `d_a` and `d_b` |
      | other names | the operator's options |
      """;

  private ReferencePages() {}

  /** The content of each file, by its path with slashes. */
  public static Map<String, String> of(PartCatalog catalog) {
    Map<String, String> files = new TreeMap<>();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("operator", "level", "what it does", "parameters"));
    for (PartFactory<?> part : parts(catalog, PartKind.FUSION)) {
      FusionPage page = new FusionPage((FusionFactory<?>) part);
      rows.add(page.row());
      files.put("fusion/" + part.type() + ".md", page.text());
      String picture = page.picture();
      if (picture != null) {
        files.put("fusion/" + part.type() + ".svg", picture);
      }
    }
    Markdown index = new Markdown().paragraph(HEAD).table(rows);
    index.heading(2, "Symbols").paragraph(SYMBOLS).heading(2, "Other parts");
    List<List<String>> others = new ArrayList<>();
    others.add(List.of("kind", "parts"));
    for (PartKind kind : PartKind.values()) {
      if (kind != PartKind.FUSION) {
        files.put(kind.label() + "s.md", page(kind, parts(catalog, kind)));
        others.add(
            List.of(
                "[%1$ss](%1$ss.md)".formatted(kind.label()),
                String.join(", ", catalog.names(kind).stream().map(Markdown::mono).toList())));
      }
    }
    files.put("README.md", index.table(others).toString());
    return files;
  }

  private static List<? extends PartFactory<?>> parts(PartCatalog catalog, PartKind kind) {
    return catalog.entries().stream()
        .filter(entry -> entry.kind() == kind)
        .map(CatalogEntry::factory)
        .toList();
  }

  /** The parts of a kind with their options. */
  private static String page(PartKind kind, List<? extends PartFactory<?>> parts) {
    String label = kind.label();
    Markdown page = new Markdown();
    page.heading(1, Character.toUpperCase(label.charAt(0)) + label.substring(1) + "s");
    Class<?> shared = kind.shared();
    if (shared != null) {
      page.paragraph("Every " + label + " has these options beside its own:").options(shared);
    }
    for (PartFactory<?> part : parts) {
      page.heading(2, part.type());
      page.paragraph(Markdown.sentence(part.description()) + modality(part));
      page.options(part.options());
    }
    return page.toString();
  }

  private static String modality(PartFactory<?> part) {
    return part instanceof EncoderFactory<?> encoder
        ? " Modality: `" + encoder.modality().name() + "`."
        : part instanceof ReaderFactory<?> reader
            ? " Modality: `" + reader.modality().name() + "`."
            : "";
  }
}
