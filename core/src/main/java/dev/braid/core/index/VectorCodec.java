package dev.braid.core.index;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99ScalarQuantizedVectorsFormat;

/**
 * Lucene's codec, with and without a graph over the vectors. Both formats store the vectors as they
 * are and rounded to 7 bits a value; a graph (HNSW, Malkov and Yashunin, arXiv:1603.09320) leads by
 * the rounded ones. Any Lucene of this version can read what it writes.
 */
final class VectorCodec extends Lucene912Codec {

  private final KnnVectorsFormat flat = new Lucene99ScalarQuantizedVectorsFormat();
  private final KnnVectorsFormat graph = new Lucene99HnswScalarQuantizedVectorsFormat();
  private volatile boolean graphs;

  /** From now on, what is written gets a graph. */
  void withGraphs() {
    graphs = true;
  }

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return graphs ? graph : flat;
  }
}
