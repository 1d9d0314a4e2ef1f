package dev.braid.api.picture;

/** How a picture becomes a square. */
public enum Resize {
  /** Stretched. */
  SQUASH,
  /** The shorter side fits, the middle is cut out. */
  CROP,
  /** The longer side fits, the rest is black. */
  PAD
}
