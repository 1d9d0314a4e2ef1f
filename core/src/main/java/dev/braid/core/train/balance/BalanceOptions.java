package dev.braid.core.train.balance;

import dev.braid.api.Option;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code training.balance}: the methods in use. Any of them gives every input a head
 * of its own.
 */
public record BalanceOptions(
    @Option("the loss of each input's own head is added to the loss") @Nullable Auxiliary auxiliary,
    @Option("gradients of encoders that are ahead of the others are damped (OGM-GE)")
        @Nullable OgmGe ogmGe,
    @Option("losses are weighted by how well each input generalises")
        @Nullable GradientBlending gradientBlending) {

  /**
   * Refuses what does not go together.
   *
   * @throws IllegalArgumentException without any method, or with two that weight losses
   */
  public BalanceOptions {
    if (auxiliary == null && ogmGe == null && gradientBlending == null) {
      throw new IllegalArgumentException(
          "names no method; known: auxiliary, gradient_blending, ogm_ge, such as {ogm_ge: {}};"
              + " leave it out for none");
    }
    if (auxiliary != null && gradientBlending != null) {
      throw new IllegalArgumentException(
          "auxiliary gives the losses the weights that gradient_blending chooses itself; leave one"
              + " out");
    }
  }

  /** Whether the heads learn without changing the encoders. */
  boolean detached() {
    return auxiliary == null && gradientBlending == null;
  }

  /**
   * Whether a parameter belongs to a head that only observes, so that its gradients must not have a
   * say in those of the others.
   */
  public boolean apart(String parameter) {
    return detached() && Heads.auxiliary(parameter);
  }

  /** Options of {@code auxiliary}. */
  public record Auxiliary(
      @Option(
              value = "of each input's loss; the fused loss has 1",
              byDefault = "0.3",
              min = 0,
              max = 1000)
          double weight) {}

  /** Options of {@code ogm_ge}; see {@link Modulation}. */
  public record OgmGe(
      @Option(
              value = "how strongly an input that is ahead is damped; 0 only observes",
              byDefault = "0.5",
              min = 0,
              max = 100)
          double alpha,
      @Option(
              value = "add noise of the gradient's own deviation; none where alpha is 0",
              byDefault = "true")
          boolean noise,
      @Option(value = "first epoch with it", byDefault = "1", min = 1, max = 1e6) int fromEpoch,
      @Option(value = "last epoch with it; null means to the end", min = 1, max = 1e6)
          @Nullable Integer toEpoch) {

    /** Refuses a range that ends before it begins. */
    public OgmGe {
      if (toEpoch != null && toEpoch < fromEpoch) {
        throw new IllegalArgumentException(
            "to_epoch (%d) lies before from_epoch (%d)".formatted(toEpoch, fromEpoch));
      }
    }

    /** Whether noise is added; a method that only observes adds none. */
    boolean disturbs() {
      return noise && alpha > 0;
    }

    boolean acts(int epoch) {
      return epoch >= fromEpoch && (toEpoch == null || epoch <= toEpoch);
    }
  }

  /** Options of {@code gradient_blending}; see {@link Blending}. */
  public record GradientBlending(
      @Option(
              value = "epochs from one estimate of the weights to the next",
              byDefault = "3",
              min = 1,
              max = 1e6)
          int every,
      @Option(
              value = "least growth of overfitting that counts, in the loss's unit",
              byDefault = "0.1",
              min = 1e-6,
              max = 1e6)
          double floor,
      @Option(
              value = "share of equal weights in the mix, so that no head stops learning",
              byDefault = "0.1",
              min = 0,
              max = 1)
          double equal) {}
}
