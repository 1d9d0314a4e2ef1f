package dev.braid.core.data.shapes;

import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.SourceFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The source {@code shape-clips}: one sample a clip, with what happens in it, a description, which
 * frames matter, and a question whose answers are as frequent as each other.
 */
public final class ShapeClipsSource implements SourceFactory<ShapeClipsSource.Options> {

  /** Part of the folder's name: raise it when the same options give other clips. */
  private static final int VERSION = 1;

  private static final Set<String> COLUMNS =
      Set.of("clip", "event", "description", "key_frames", "question", "answer", "kind");

  /** Options of {@code shape-clips}. */
  public record Options(
      @Option(value = "clips to learn from", byDefault = "2000", min = 1, max = 1e6) int clips,
      @Option(value = "clips of the test split", byDefault = "400", min = 0, max = 1e6)
          int testClips,
      @Option(value = "frames of a clip", byDefault = "16", min = 8, max = 1024) int frames,
      @Option(
              value = "width and height of a frame in pixels",
              byDefault = "48",
              min = 32,
              max = 1024)
          int size,
      @Option(value = "what happens in clips", byDefault = "[moves, meets, vanishes, appears]")
          List<ClipEvent> events,
      @Option(value = "decides clips, words and questions", byDefault = "1", min = 0, max = 9e15)
          long seed) {}

  @Override
  public String type() {
    return "shape-clips";
  }

  @Override
  public String description() {
    return "generated clips of shapes that move, meet, vanish and appear, described and with"
        + " questions; nothing to download";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.events().isEmpty()
        || Set.copyOf(options.events()).size() < options.events().size()) {
      problems.add("events", "must name at least one event, and each once");
    }
  }

  /** A clip and the question about it. */
  private record Take(MovingScene scene, Question question) {}

  @Override
  public Splits open(Options options, SourceContext context) throws BadDataException {
    Distinct<MovingScene> distinct =
        new Distinct<>(
            seen ->
                "data: size %d gives hardly more than %,d different clips, but clips and test_clips want %,d; raise size or frames"
                    .formatted(options.size(), seen, options.clips() + options.testClips()));
    List<Take> train = takes(options, options.clips(), 1, distinct);
    List<Take> test = takes(options, options.testClips(), 2, distinct);
    GeneratedFolder<Take> files =
        new GeneratedFolder<>(
            name(options), "clips", "gif", (take, out) -> AnimatedGif.write(take.scene(), out));
    Path folder = files.make(context.cache(), train, test);
    return new Splits(
        COLUMNS,
        samples(options, train, files, folder, "train", 3),
        null,
        samples(options, test, files, folder, "test", 4));
  }

  private static String name(Options options) {
    String events =
        options.events().stream()
            .map(event -> event.toString().substring(0, 2))
            .collect(Collectors.joining());
    return "shape-clips-v%d-%d-%d-%d-%d-%s-%d"
        .formatted(
            VERSION,
            options.size(),
            options.frames(),
            options.clips(),
            options.testClips(),
            events,
            options.seed());
  }

  /**
   * Events and kinds of questions take turns; clips whose answer is frequent already are passed.
   */
  private static List<Take> takes(
      Options options, int count, int stream, Distinct<MovingScene> distinct)
      throws BadDataException {
    Random random = new Random(options.seed() * 31 + stream);
    Balance balance = new Balance();
    ClipQuestionKind[] kinds = ClipQuestionKind.values();
    List<ClipEvent> events = options.events();
    List<Take> takes = new ArrayList<>();
    while (takes.size() < count) {
      ClipEvent event = events.get(takes.size() % events.size());
      ClipQuestionKind kind = kinds[takes.size() / events.size() % kinds.length];
      MovingScene scene = MovingScene.random(random, event, options.frames(), options.size());
      if (scene != null && distinct.isNew(scene)) {
        Question question = balance.choose(List.of(question(scene, kind, events)), random);
        if (question != null) {
          distinct.keep(scene);
          takes.add(new Take(scene, question));
        }
      }
    }
    return takes;
  }

  /** Nobody need ask what happens where it is always the same. */
  private static Question question(
      MovingScene scene, ClipQuestionKind kind, List<ClipEvent> events) {
    boolean obvious = kind == ClipQuestionKind.EVENT && events.size() < ClipEvent.values().length;
    return scene.question(obvious ? ClipQuestionKind.SHAPE : kind);
  }

  private static List<Sample> samples(
      Options options,
      List<Take> takes,
      GeneratedFolder<Take> files,
      Path folder,
      String split,
      int stream) {
    Random random = new Random(options.seed() * 31 + stream);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < takes.size(); i++) {
      MovingScene scene = takes.get(i).scene();
      Question question = takes.get(i).question();
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("clip", files.file(folder, split, i));
      values.put("event", scene.event().toString());
      values.put("description", scene.describe(random));
      values.put("key_frames", scene.keyFrames());
      values.put("question", question.text());
      values.put("answer", question.answer());
      values.put("kind", question.kind().name().toLowerCase(Locale.ROOT));
      samples.add(new Sample("shape-clips %s clip %d".formatted(split, i), values));
    }
    return samples;
  }
}
