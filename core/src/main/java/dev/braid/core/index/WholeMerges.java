package dev.braid.core.index;

import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;

/**
 * Merges neighbours only, so that entries stay in the order in which they came, which decides
 * between equal scores. A forced merge writes everything anew, even what is in one piece already:
 * that is how it gets a graph.
 */
final class WholeMerges extends FilterMergePolicy {

  WholeMerges() {
    super(new LogDocMergePolicy());
  }

  @Override
  public MergeSpecification findForcedMerges(
      SegmentInfos infos, int most, Map<SegmentCommitInfo, Boolean> asked, MergeContext context) {
    List<SegmentCommitInfo> before =
        infos.asList().stream().filter(info -> Boolean.TRUE.equals(asked.get(info))).toList();
    MergeSpecification merges = new MergeSpecification();
    if (!before.isEmpty()) { // asked again when it is done, with the result as not asked for
      merges.add(new OneMerge(before));
    }
    return merges;
  }
}
