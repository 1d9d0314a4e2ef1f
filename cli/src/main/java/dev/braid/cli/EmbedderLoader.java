package dev.braid.cli;

import dev.braid.api.data.BadDataException;
import dev.braid.core.index.Embedder;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.spec.SpecException;
import java.io.IOException;
import java.nio.file.Path;

/** Loads what makes vectors from the directory of a run. */
@FunctionalInterface
interface EmbedderLoader {
  Embedder load(Path run, PartCatalog catalog) throws BadDataException, IOException, SpecException;
}
