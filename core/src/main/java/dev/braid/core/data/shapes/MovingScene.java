package dev.braid.core.data.shapes;

import dev.braid.core.data.shapes.Scene.Colour;
import dev.braid.core.data.shapes.Scene.Form;
import dev.braid.core.data.shapes.Scene.Item;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A clip before it is drawn: two shapes of different form and colour, one of which does something.
 *
 * @param frames of the clip
 * @param size of a frame in pixels
 * @param start the shape that does it, where it is first
 * @param end the same, where it is from the moment on
 * @param other the shape that stands still
 * @param moment the number of the frame from which on all is as it stays
 */
record MovingScene(
    int frames, int size, ClipEvent event, Item start, Item end, Item other, int moment) {

  /** The ways a shape can move. */
  enum Direction {
    LEFT(-1, 0),
    RIGHT(1, 0),
    UP(0, -1),
    DOWN(0, 1);

    private final int dx;
    private final int dy;

    Direction(int dx, int dy) {
      this.dx = dx;
      this.dy = dy;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Draws a clip at random, or null where the shapes do not fit; then try again. */
  static @Nullable MovingScene random(Random random, ClipEvent event, int frames, int size) {
    Item other = item(random, size);
    Item drawn = item(random, size);
    Direction direction = Direction.values()[random.nextInt(Direction.values().length)];
    int travel = size / 4 + random.nextInt(size / 4);
    int moment = frames / 4 + random.nextInt(frames / 2);
    if (drawn.form() == other.form() || drawn.colour() == other.colour()) {
      return null;
    }
    int gap = drawn.radius() + other.radius();
    Item end =
        event == ClipEvent.MEETS
            ? drawn.at(other.x() - direction.dx * gap, other.y() - direction.dy * gap)
            : drawn;
    Item start =
        event.moving()
            ? end.at(end.x() - direction.dx * travel, end.y() - direction.dy * travel)
            : end;
    boolean fits = inside(start, size) && inside(end, size);
    boolean apart = event == ClipEvent.MEETS || apart(start, end, other, size / 8);
    return fits && apart ? new MovingScene(frames, size, event, start, end, other, moment) : null;
  }

  private static Item item(Random random, int size) {
    int radius = size / 9 + random.nextInt(Math.max(1, size / 16));
    return new Item(
        Form.values()[random.nextInt(Form.values().length)],
        Colour.values()[random.nextInt(Colour.values().length)],
        radius + 1 + random.nextInt(size - 2 * radius - 2),
        radius + 1 + random.nextInt(size - 2 * radius - 2),
        radius);
  }

  private static boolean inside(Item item, int size) {
    int least = item.radius() + 1;
    int most = size - item.radius() - 2;
    return item.x() >= least && item.x() <= most && item.y() >= least && item.y() <= most;
  }

  /** Whether a shape keeps a distance from the other all along its way. */
  private static boolean apart(Item start, Item end, Item other, int distance) {
    int gap = start.radius() + other.radius() + distance;
    return Math.max(start.x(), end.x()) + gap < other.x()
        || Math.min(start.x(), end.x()) - gap > other.x()
        || Math.max(start.y(), end.y()) + gap < other.y()
        || Math.min(start.y(), end.y()) - gap > other.y();
  }

  /** A frame. */
  Scene at(int frame) {
    boolean there =
        switch (event) {
          case MOVES, MEETS -> true;
          case VANISHES -> frame < moment;
          case APPEARS -> frame >= moment;
        };
    int step = Math.min(frame, moment);
    Item actor =
        start.at(
            start.x() + (end.x() - start.x()) * step / moment,
            start.y() + (end.y() - start.y()) * step / moment);
    return new Scene(size, there ? List.of(actor, other) : List.of(other));
  }

  /** 1 for each frame near the moment, else 0. */
  List<Integer> keyFrames() {
    int near = Math.max(1, frames / 16);
    return IntStream.range(0, frames)
        .mapToObj(frame -> Math.abs(frame - moment) <= near ? 1 : 0)
        .toList();
  }

  private Direction direction() {
    int dx = Integer.signum(end.x() - start.x());
    int dy = Integer.signum(end.y() - start.y());
    return Arrays.stream(Direction.values())
        .filter(direction -> direction.dx == dx && direction.dy == dy)
        .findFirst()
        .orElseThrow();
  }

  /** What happens, in words drawn at random. */
  String describe(Random random) {
    String way = event.moving() ? direction().toString() : "";
    return event.describe(start.name(), way, other.name(), random);
  }

  /** A question of a kind; where there is none of it, what it is that does something. */
  Question question(ClipQuestionKind kind) {
    List<String> forms = Arrays.stream(Form.values()).map(Form::toString).toList();
    if (kind == ClipQuestionKind.EVENT) {
      return new Question(kind, "what happens?", event.toString(), ClipEvent.answers());
    }
    if (kind == ClipQuestionKind.COLOUR) {
      return new Question(
          kind,
          "what colour is the shape that " + event.verb() + "?",
          start.colour().toString(),
          Arrays.stream(Colour.values()).map(Colour::toString).toList());
    }
    if (kind == ClipQuestionKind.DIRECTION && event.moving()) {
      return new Question(
          kind,
          "which way does it move?",
          direction().toString(),
          Arrays.stream(Direction.values()).map(Direction::toString).toList());
    }
    if (kind == ClipQuestionKind.PARTNER && event == ClipEvent.MEETS) {
      return new Question(kind, "what is met?", other.form().toString(), forms);
    }
    return new Question(
        ClipQuestionKind.SHAPE, "what " + event.verb() + "?", start.form().toString(), forms);
  }
}
