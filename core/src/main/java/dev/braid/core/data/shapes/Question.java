package dev.braid.core.data.shapes;

import dev.braid.core.data.shapes.Scene.Colour;
import dev.braid.core.data.shapes.Scene.Form;
import dev.braid.core.data.shapes.Scene.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A question about a scene or a clip that has exactly one right answer.
 *
 * @param kind what it is about: a {@link QuestionKind} or a {@link ClipQuestionKind}
 * @param answers all that could be right for this text, in a fixed order
 */
record Question(Enum<?> kind, String text, String answer, List<String> answers) {

  private static final List<String> YES_NO = List.of("no", "yes");

  /** All questions of a kind that can be asked about a scene. */
  static List<Question> about(Scene scene, QuestionKind kind, Random random) {
    return switch (kind) {
      case SHAPE -> shape(scene);
      case COLOUR -> colour(scene);
      case COUNT -> count(scene);
      case PRESENCE -> presence(scene, random);
      case POSITION -> position(scene);
      case RELATION -> relation(scene);
    };
  }

  private static List<Question> shape(Scene scene) {
    List<String> answers = Arrays.stream(Form.values()).map(Form::toString).toList();
    List<Question> questions = new ArrayList<>();
    for (Colour colour : Colour.values()) {
      Item item = only(scene, each -> each.colour() == colour);
      if (item != null) {
        String answer = item.form().toString();
        questions.add(
            new Question(
                QuestionKind.SHAPE, "what shape is the " + colour + " one?", answer, answers));
        questions.add(
            new Question(QuestionKind.SHAPE, "which shape is " + colour + "?", answer, answers));
      }
    }
    return questions;
  }

  private static List<Question> colour(Scene scene) {
    List<String> answers = Arrays.stream(Colour.values()).map(Colour::toString).toList();
    List<Question> questions = new ArrayList<>();
    for (Form form : Form.values()) {
      Item item = only(scene, each -> each.form() == form);
      if (item != null) {
        String answer = item.colour().toString();
        questions.add(
            new Question(QuestionKind.COLOUR, "what colour is the " + form + "?", answer, answers));
        questions.add(
            new Question(
                QuestionKind.COLOUR, "which colour does the " + form + " have?", answer, answers));
      }
    }
    return questions;
  }

  private static List<Question> count(Scene scene) {
    List<Question> questions = new ArrayList<>();
    int all = scene.items().size();
    questions.add(
        new Question(
            QuestionKind.COUNT,
            "how many shapes are there?",
            Integer.toString(all),
            List.of("1", "2", "3", "4")));
    for (Form form : Form.values()) {
      counted(scene, form + "s", item -> item.form() == form, questions);
    }
    for (Colour colour : Colour.values()) {
      counted(scene, colour + " shapes", item -> item.colour() == colour, questions);
    }
    return questions;
  }

  private static void counted(
      Scene scene, String what, Predicate<Item> which, List<Question> questions) {
    long count = scene.items().stream().filter(which).count();
    if (count <= 2) {
      questions.add(
          new Question(
              QuestionKind.COUNT,
              "how many " + what + " are there?",
              Long.toString(count),
              List.of("0", "1", "2")));
    }
  }

  private static List<Question> presence(Scene scene, Random random) {
    List<Question> questions = new ArrayList<>();
    for (Form form : Form.values()) {
      boolean there = scene.items().stream().anyMatch(item -> item.form() == form);
      questions.add(yesNo(QuestionKind.PRESENCE, "is there a " + form + "?", there));
    }
    for (Colour colour : Colour.values()) {
      boolean there = scene.items().stream().anyMatch(item -> item.colour() == colour);
      questions.add(yesNo(QuestionKind.PRESENCE, "is there a " + colour + " shape?", there));
    }
    // A pair whose colour or shape is there makes a "no" that cannot be told from one of them
    // alone.
    Item item = scene.items().get(random.nextInt(scene.items().size()));
    Colour colour = Colour.values()[random.nextInt(Colour.values().length)];
    for (String name : List.of(item.name(), colour + " " + item.form())) {
      boolean there = scene.items().stream().anyMatch(each -> each.name().equals(name));
      questions.add(yesNo(QuestionKind.PRESENCE, "is there a " + name + "?", there));
    }
    return questions;
  }

  private static List<Question> position(Scene scene) {
    List<Question> questions = new ArrayList<>();
    int middle = scene.size() / 2;
    int clear = scene.size() / 10; // far enough from the middle for anyone to tell
    for (Form form : Form.values()) {
      Item item = only(scene, each -> each.form() == form);
      if (item == null) {
        continue;
      }
      if (Math.abs(item.x() - middle) >= clear) {
        boolean left = item.x() < middle;
        questions.add(half(form, "left", left));
        questions.add(half(form, "right", !left));
      }
      if (Math.abs(item.y() - middle) >= clear) {
        boolean top = item.y() < middle;
        questions.add(half(form, "top", top));
        questions.add(half(form, "bottom", !top));
      }
    }
    return questions;
  }

  private static Question half(Form form, String half, boolean there) {
    return yesNo(QuestionKind.POSITION, "is the " + form + " in the " + half + " half?", there);
  }

  private static List<Question> relation(Scene scene) {
    List<Question> questions = new ArrayList<>();
    int clear = scene.size() / 8;
    for (Item a : scene.items()) {
      for (Item b : scene.items()) {
        if (a.equals(b)
            || only(scene, each -> each.form() == a.form()) == null
            || only(scene, each -> each.form() == b.form()) == null) {
          continue;
        }
        String first = "is the " + a.form();
        if (Math.abs(a.x() - b.x()) >= clear) {
          boolean left = a.x() < b.x();
          questions.add(related(first, "left of", b, left));
          questions.add(related(first, "right of", b, !left));
        }
        if (Math.abs(a.y() - b.y()) >= clear) {
          boolean above = a.y() < b.y();
          questions.add(related(first, "above", b, above));
          questions.add(related(first, "below", b, !above));
        }
      }
    }
    return questions;
  }

  private static Question related(String first, String how, Item b, boolean there) {
    return yesNo(QuestionKind.RELATION, first + " " + how + " the " + b.form() + "?", there);
  }

  private static Question yesNo(QuestionKind kind, String text, boolean yes) {
    return new Question(kind, text, yes ? "yes" : "no", YES_NO);
  }

  /** The only item that something is true of, or null where there is none or more than one. */
  private static @Nullable Item only(Scene scene, Predicate<Item> which) {
    List<Item> items = scene.items().stream().filter(which).toList();
    return items.size() == 1 ? items.get(0) : null;
  }
}
