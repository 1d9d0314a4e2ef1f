package dev.braid.core.cost;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts what is done on symbolic arrays.
 *
 * <p>A multiply-accumulate is one product and sum in a linear layer, a matrix product, a
 * convolution or a recurrent cell. Work on single elements, norms, pooling, softmax, look-ups and
 * Fourier transforms counts nothing.
 *
 * <p>Bytes are those of all memory that is held when counting ends: every result that its manager
 * still holds, each block of memory once however many views it has, and what the backward pass
 * needs besides (dropout's noise, the places of maxima, statistics of norms, states inside
 * recurrent layers, copies that a matrix product makes of operands that are not in order).
 * Parameters do not count.
 */
public final class Ledger {

  private final List<Storage> storages = new ArrayList<>();
  private long macs;

  void add(Storage storage) {
    storages.add(storage);
  }

  void macs(long count) {
    macs = Math.addExact(macs, count);
  }

  /** Multiply-accumulates so far. */
  public long macs() {
    return macs;
  }

  /** Bytes held now. */
  public long bytes() {
    return storages.stream().mapToLong(Storage::held).sum();
  }

  /** Forgets everything counted so far. */
  public void clear() {
    storages.clear();
    macs = 0;
  }
}
