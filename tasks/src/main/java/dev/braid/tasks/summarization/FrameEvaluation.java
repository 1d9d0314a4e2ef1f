package dev.braid.tasks.summarization;

import ai.djl.ndarray.NDList;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.model.Evaluation;
import dev.braid.tasks.metrics.KeyShots;
import dev.braid.tasks.metrics.KeyShots.Shot;
import dev.braid.tasks.metrics.RankCorrelation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The order of frames against people's scores and the summary against those of users. Correlations
 * are the mean over people, then over clips, with the kept frames as items (Otani et al.,
 * Rethinking the Evaluation of Video Summaries, 2019); the target counts as one person where no
 * others are named. The F-score of a clip is the mean over users (TVSum) or their maximum (SumMe).
 */
final class FrameEvaluation implements Evaluation {

  private static final String REASON = "a sample without them cannot be measured";

  private final SummarizationTask.Options options;
  private final Segmentation segmentation;
  private final List<Double> kendall = new ArrayList<>();
  private final List<Double> spearman = new ArrayList<>();
  private final List<Double> mean = new ArrayList<>();
  private final List<Double> largest = new ArrayList<>();
  private long shots;
  private long without;
  private double losses;
  private double weights;

  FrameEvaluation(SummarizationTask.Options options, Segmentation segmentation) {
    this.options = options;
    this.segmentation = segmentation;
  }

  @Override
  public void add(NDList outputs, NDList targets, List<Sample> samples, double loss) {
    List<Clip> clips = Clip.of(outputs);
    try {
      for (int i = 0; i < samples.size(); i++) {
        if (clips.get(i).length() == 0) {
          without++;
        } else {
          add(clips.get(i), samples.get(i));
        }
      }
    } catch (BadDataException e) {
      throw new IllegalArgumentException("the targets of this sample were made", e);
    }
    losses += loss * samples.size();
    weights += samples.size();
  }

  private void add(Clip clip, Sample sample) throws BadDataException {
    List<double[]> people =
        options.annotators() == null
            ? List.of(new FrameScores(options.target(), "target").require(sample, REASON))
            : new FrameScores(options.annotators(), "annotators").requireAll(sample, REASON);
    double tau = 0;
    double rho = 0;
    for (double[] person : people) {
      double[] scores = FrameScores.at(clip.length(), person);
      tau += RankCorrelation.kendallTauB(clip.scores(), scores) / people.size();
      rho += RankCorrelation.spearmanRho(clip.scores(), scores) / people.size();
    }
    kendall.add(tau);
    spearman.add(rho);
    List<Shot> cut = clip.shots(segmentation, options.budget());
    shots += cut.size();
    if (options.users() != null) {
      List<double[]> users = new FrameScores(options.users(), "users").requireAll(sample, REASON);
      double[] scores = users.stream().mapToDouble(user -> fScore(clip, cut, user)).toArray();
      mean.add(DoubleStream.of(scores).average().orElse(0));
      largest.add(DoubleStream.of(scores).max().orElse(0));
    }
  }

  private double fScore(Clip clip, List<Shot> cut, double... user) {
    KeyShots summary = clip.summaryOf(user.length, cut, options.budget());
    boolean[] chosen = new boolean[user.length];
    for (int t = 0; t < chosen.length; t++) {
      chosen[t] = user[t] > 0;
    }
    return summary.fScore(chosen);
  }

  @Override
  public Map<String, Double> result() {
    Map<String, Double> result = new LinkedHashMap<>();
    if (options.users() != null) {
      result.put(Measure.F_SCORE_MEAN.key(), average(mean));
      result.put(Measure.F_SCORE_MAX.key(), average(largest));
    }
    result.put(Measure.KENDALL.key(), average(kendall));
    result.put(Measure.SPEARMAN.key(), average(spearman));
    if (weights > 0) {
      result.put(Measure.LOSS.key(), losses / weights);
    }
    return result;
  }

  private static double average(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /** {@code samples}, {@code shots} a clip, and how many samples are {@code without_frames}. */
  @Override
  public Map<String, Object> details() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("samples", kendall.size() + without);
    details.put("without_frames", without);
    details.put("shots", kendall.isEmpty() ? 0 : (double) shots / kendall.size());
    return details;
  }
}
