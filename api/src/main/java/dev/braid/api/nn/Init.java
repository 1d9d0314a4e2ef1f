package dev.braid.api.nn;

import java.util.Arrays;
import java.util.Random;

/**
 * How the first values of a parameter are drawn. Values depend on a generator that is seeded by the
 * run's seed and the parameter's name, so adding or swapping one part leaves the others' start as
 * it was.
 */
@FunctionalInterface
public interface Init {

  /** Fills all values of one parameter. */
  void fill(float[] values, Random random);

  /** Every value the same. */
  static Init constant(double value) {
    return (values, random) -> Arrays.fill(values, (float) value);
  }

  /** All zeros. */
  static Init zeros() {
    return constant(0);
  }

  /** All ones. */
  static Init ones() {
    return constant(1);
  }

  /** Uniform in [-bound, bound]. */
  static Init uniform(double bound) {
    return (values, random) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    };
  }

  /** torch's default for linear and convolution layers: uniform in ±1/sqrt(fanIn). */
  static Init fanIn(long fanIn) {
    return uniform(1 / Math.sqrt((double) fanIn));
  }

  /** Normal with mean 0. */
  static Init normal(double deviation) {
    return (values, random) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * deviation);
      }
    };
  }

  /** Glorot and Bengio 2010: uniform in ±sqrt(6/(fanIn + fanOut)). */
  static Init xavier(long fanIn, long fanOut) {
    return uniform(Math.sqrt(6.0 / (fanIn + fanOut)));
  }

  /**
   * Whole numbers from 0 to bound, which is left out, each equally likely.
   *
   * @param bound at most 2^24, up to which a float holds every whole number
   */
  static Init indices(int bound) {
    if (bound < 1 || bound > 1 << 24) {
      throw new IllegalArgumentException("indices below " + bound + " cannot be drawn");
    }
    return (values, random) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(bound);
      }
    };
  }

  /** -1 or 1, each equally likely. */
  static Init signs() {
    return (values, random) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextBoolean() ? 1 : -1;
      }
    };
  }
}
