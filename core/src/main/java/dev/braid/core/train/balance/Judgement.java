package dev.braid.core.train.balance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.Task;
import dev.braid.core.compose.BraidModel;
import dev.braid.core.compose.Judged;
import dev.braid.core.compose.Passage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What an input's own head makes of a batch.
 *
 * @param samples those that have the input, at least one
 * @param loss the mean over them, a scalar
 */
record Judgement(List<Sample> samples, NDList outputs, NDList targets, NDArray loss) {

  /**
   * The judgements of all heads on the encodings of a pass, by input; an input that no sample has
   * is left out.
   *
   * @param targets of the whole batch
   * @param detached whether no gradient shall reach the encoders
   */
  static Map<String, Judgement> of(
      BraidModel model,
      Task task,
      List<Sample> samples,
      Passage pass,
      NDList targets,
      boolean detached,
      boolean training,
      NDManager manager,
      long choices)
      throws BadDataException {
    Map<String, Judgement> all = new LinkedHashMap<>();
    for (String input : model.judged()) {
      Encoding encoding = pass.encoding(input);
      boolean[] present = encoding.present().toBooleanArray();
      int[] rows = IntStream.range(0, present.length).filter(i -> present[i]).toArray();
      if (rows.length == 0) {
        continue;
      }
      List<Sample> having = samples;
      NDList wanted = targets;
      if (rows.length < present.length) {
        having = new ArrayList<>();
        for (int row : rows) {
          having.add(samples.get(row));
        }
        wanted = task.targets(having, training, manager);
        encoding = encoding.rows(manager.create(IntStream.of(rows).asLongStream().toArray()));
      }
      Encoding seen = detached ? encoding.detach() : encoding;
      NDList outputs = model.judge(input, new Judged(seen, wanted, manager, training, choices));
      all.put(input, new Judgement(having, outputs, wanted, task.loss(outputs, wanted)));
    }
    return all;
  }
}
