package dev.braid.tasks.retrieval;

import ai.djl.ndarray.NDList;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Head;
import dev.braid.api.model.HeadContext;
import dev.braid.api.model.ModelPass;
import dev.braid.tasks.contrastive.EmbeddingQueue;
import dev.braid.tasks.contrastive.Sides;
import dev.braid.tasks.contrastive.Temperature;
import dev.braid.tasks.contrastive.TwoSides;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Embeds both sides; its outputs are those of {@link TwoSides}. */
final class RetrievalHead extends Head {

  private final Sides sides;
  private final TwoSides embeddings;
  private final @Nullable EmbeddingQueue queue;

  RetrievalHead(HeadContext context, RetrievalTask.Options options, Sides sides, int codes) {
    this.sides = sides;
    embeddings =
        child(
            "embeddings",
            new TwoSides(
                width(sides.query(), context),
                width(sides.target(), context),
                options.width(),
                new Temperature(
                    options.loss(), options.temperature(), options.learnTemperature())));
    queue =
        options.queue() == 0
            ? null
            : child("queue", new EmbeddingQueue(options.queue(), options.width(), codes));
  }

  private static int width(List<String> side, HeadContext context) {
    return side.size() == 1 ? context.width(side.get(0)) : context.fused().width();
  }

  /** What the loss compares with besides the batch. */
  @Nullable EmbeddingQueue queue() {
    return queue;
  }

  @Override
  public NDList predict(ModelPass pass) {
    return embeddings.embed(
        encoding(sides.query(), pass), encoding(sides.target(), pass), pass.training());
  }

  private static Encoding encoding(List<String> side, ModelPass pass) {
    return side.size() == 1 ? pass.encoding(side.get(0)) : pass.fused();
  }
}
