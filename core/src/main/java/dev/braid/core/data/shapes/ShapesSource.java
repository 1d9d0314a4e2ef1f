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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;

/** The source {@code shapes}: see {@link Options}. */
public final class ShapesSource implements SourceFactory<ShapesSource.Options> {

  private static final Set<String> COLUMNS =
      Set.of("question", "picture", "answer", "kind", "candidate", "truth", "statement", "caption");

  private static final Set<String> CAPTION_COLUMNS = Set.of("picture", "caption", "scene");

  /** Part of the folder's name: raise it when the same options give other pictures. */
  private static final int VERSION = 1;

  /** Options of {@code shapes}. */
  public record Options(
      @Option(value = "pictures to learn from", byDefault = "4000", min = 1, max = 1e6)
          int pictures,
      @Option(value = "pictures of the test split", byDefault = "500", min = 0, max = 1e6)
          int testPictures,
      @Option(value = "questions per picture, at most", byDefault = "6", min = 1, max = 100)
          int questions,
      @Option(
              value = "kinds of questions",
              byDefault = "[shape, colour, count, presence, position]")
          List<QuestionKind> kinds,
      @Option(
              value = "width and height of a picture in pixels",
              byDefault = "64",
              min = 32,
              max = 1024)
          int size,
      @Option(value = "fewest shapes in a picture", byDefault = "1", min = 1, max = 4)
          int minShapes,
      @Option(value = "most shapes in a picture", byDefault = "4", min = 1, max = 4) int maxShapes,
      @Option(
              value = "decides pictures, questions and captions",
              byDefault = "1",
              min = 0,
              max = 9e15)
          long seed,
      @Option(
              value = "what a sample is: a question about a picture, or a picture with a caption",
              byDefault = "questions")
          SampleKind samples,
      @Option(
              value = "with samples: captions, how many differently worded ones per picture",
              byDefault = "1",
              min = 1,
              max = Caption.MOST)
          int captions) {}

  @Override
  public String type() {
    return "shapes";
  }

  @Override
  public String description() {
    return "generated pictures of coloured shapes with balanced questions or captions; nothing to download";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public void check(Options options, Problems problems) {
    if (options.minShapes() > options.maxShapes()) {
      problems.add(
          "min_shapes",
          "is %d, more than max_shapes %d".formatted(options.minShapes(), options.maxShapes()));
    }
    if (options.kinds().isEmpty()) {
      problems.add("kinds", "is empty; name at least one kind of question");
    }
    if (options.kinds().equals(List.of(QuestionKind.RELATION)) && options.maxShapes() < 2) {
      problems.add("max_shapes", "relations need at least 2 shapes");
    }
  }

  @Override
  public Splits open(Options options, SourceContext context) throws BadDataException {
    Distinct<Scene> distinct =
        new Distinct<>(
            seen ->
                "data: size %d with %d to %d shapes gives hardly more than %,d different pictures, but pictures and test_pictures want %,d; raise size or max_shapes"
                    .formatted(
                        options.size(),
                        options.minShapes(),
                        options.maxShapes(),
                        seen,
                        options.pictures() + options.testPictures()));
    List<Scene> train = scenes(options, options.pictures(), 1, distinct);
    List<Scene> test = scenes(options, options.testPictures(), 2, distinct);
    GeneratedFolder<Scene> files = files(options);
    Path folder = files.make(context.cache(), train, test);
    if (options.samples() == SampleKind.CAPTIONS) {
      return new Splits(
          CAPTION_COLUMNS,
          captions(options, train, number -> files.file(folder, "train", number), "train", 5),
          null,
          captions(options, test, number -> files.file(folder, "test", number), "test", 6));
    }
    return new Splits(
        COLUMNS,
        samples(options, train, number -> files.file(folder, "train", number), "train", 3),
        null,
        samples(options, test, number -> files.file(folder, "test", number), "test", 4));
  }

  private static List<Scene> scenes(
      Options options, int count, int stream, Distinct<Scene> distinct) throws BadDataException {
    Random random = new Random(options.seed() * 31 + stream);
    List<Scene> scenes = new ArrayList<>();
    while (scenes.size() < count) {
      Scene scene = Scene.random(random, options.size(), options.minShapes(), options.maxShapes());
      if (distinct.isNew(scene)) {
        distinct.keep(scene);
        scenes.add(scene);
      }
    }
    return scenes;
  }

  private static GeneratedFolder<Scene> files(Options options) {
    String name =
        "shapes-v%d-%d-%d-%d-%d%d-%d"
            .formatted(
                VERSION,
                options.size(),
                options.pictures(),
                options.testPictures(),
                options.minShapes(),
                options.maxShapes(),
                options.seed());
    return new GeneratedFolder<>(
        name, "pictures", "png", (scene, out) -> ImageIO.write(scene.draw(), "png", out));
  }

  private static List<Sample> samples(
      Options options, List<Scene> scenes, IntFunction<Path> files, String split, int stream) {
    Random random = new Random(options.seed() * 31 + stream);
    Balance balance = new Balance();
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < scenes.size(); i++) {
      Path picture = files.apply(i);
      Set<String> texts = new HashSet<>();
      for (int q = 0; q < options.questions(); q++) {
        QuestionKind kind = options.kinds().get((i + q) % options.kinds().size());
        List<Question> candidates =
            Question.about(scenes.get(i), kind, random).stream()
                .filter(question -> !texts.contains(question.text()))
                .toList();
        Question question = balance.choose(candidates, random);
        if (question != null) {
          texts.add(question.text());
          String id = "shapes %s picture %d question %d".formatted(split, i, q + 1);
          samples.add(new Sample(id, values(question, scenes.get(i), picture, random)));
        }
      }
    }
    return samples;
  }

  private static List<Sample> captions(
      Options options, List<Scene> scenes, IntFunction<Path> files, String split, int stream) {
    Random random = new Random(options.seed() * 31 + stream);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < scenes.size(); i++) {
      Path picture = files.apply(i);
      String scene = Caption.key(scenes.get(i));
      int number = 0;
      for (String caption : Caption.about(scenes.get(i), options.captions(), random)) {
        String id = "shapes %s picture %d caption %d".formatted(split, i, ++number);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("picture", picture);
        values.put("caption", caption);
        values.put("scene", scene);
        samples.add(new Sample(id, values));
      }
    }
    return samples;
  }

  private static Map<String, Object> values(
      Question question, Scene scene, Path picture, Random random) {
    boolean truth = random.nextBoolean();
    List<String> wrong =
        question.answers().stream().filter(answer -> !answer.equals(question.answer())).toList();
    String candidate = truth ? question.answer() : wrong.get(random.nextInt(wrong.size()));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("question", question.text());
    values.put("picture", picture);
    values.put("answer", question.answer());
    values.put("kind", question.kind().name().toLowerCase(Locale.ROOT));
    values.put("candidate", candidate);
    values.put("truth", truth);
    values.put("statement", question.text() + " " + candidate);
    values.put("caption", scene.caption());
    return values;
  }
}
