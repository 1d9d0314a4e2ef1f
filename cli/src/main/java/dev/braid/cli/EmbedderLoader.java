package dev.braid.cli;

import dev.braid.api.data.BadDataException;
import dev.braid.core.index.Embedder;
import dev.braid.core.index.IndexManifest;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.run.RunDirectory;
import dev.braid.core.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads what makes vectors from the directory of a run. */
@FunctionalInterface
interface EmbedderLoader {

  Embedder load(Path run, PartCatalog catalog) throws BadDataException, IOException, SpecException;

  /** The same for an index that is there, after refusing a run that it was not made with. */
  default Embedder load(Path run, PartCatalog catalog, Path index, IndexManifest manifest)
      throws BadDataException, IOException, SpecException {
    if (!Files.isDirectory(run)) {
      throw new IOException(
          "%s was made with a run that is not at %s; say where it is now with --run"
              .formatted(index, run));
    }
    manifest.check(index, run, weights(run));
    Embedder embedder = load(run, catalog);
    try {
      manifest.check(index, run, embedder.width());
      return embedder;
    } catch (IOException e) {
      embedder.close();
      throw e;
    }
  }

  /** The SHA-256 of the weights of a run. */
  static String weights(Path run) throws IOException {
    return RunDirectory.open(run).checkpoints().bestWeights();
  }
}
