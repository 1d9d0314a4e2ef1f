package dev.braid.tasks.matching;

/** How pairs that do not belong together are made for training. */
public enum Negatives {
  /** Drawn by how alike the embeddings of the two sides are; Li et al. 2021, arXiv:2107.07651. */
  HARD,
  /** Each as likely as any. */
  RANDOM
}
