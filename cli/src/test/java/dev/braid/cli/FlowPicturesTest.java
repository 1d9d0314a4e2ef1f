package dev.braid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.braid.core.parts.PartCatalog;
import dev.braid.core.reference.ReferencePages;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** In the pictures of the reference nothing lies on anything else. */
class FlowPicturesTest {

  private static final Map<String, String> PAGES =
      ReferencePages.of(PartCatalog.discover(FlowPicturesTest.class.getClassLoader()));

  /** Wider than the letters of the fonts that the pictures name, at 13 pixels. */
  private static final double LETTER = 7.2;

  static Stream<String> pictures() {
    return PAGES.keySet().stream().filter(name -> name.endsWith(".svg"));
  }

  private static Document parse(String name) throws Exception {
    byte[] svg = PAGES.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg));
  }

  private static List<Element> elements(Document document, String tag, String... classes) {
    List<Element> found = new ArrayList<>();
    NodeList all = document.getElementsByTagName(tag);
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (classes.length == 0 || List.of(classes).contains(element.getAttribute("class"))) {
        found.add(element);
      }
    }
    return found;
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static Rectangle2D box(Element rect) {
    return new Rectangle2D.Double(
        number(rect, "x"), number(rect, "y"), number(rect, "width"), number(rect, "height"));
  }

  private static Rectangle2D room(Element text) {
    boolean side = text.getAttribute("class").equals("side");
    double letter = text.getAttribute("class").equals("shape") ? LETTER * 11 / 13 : LETTER;
    double width = letter * text.getTextContent().length();
    double x = number(text, "x") - (side ? 0 : width / 2);
    return new Rectangle2D.Double(x, number(text, "y") - 11, width, 14);
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void boxesAndWordsDoNotOverlap(String name) throws Exception {
    Document document = parse(name);
    Element svg = document.getDocumentElement();
    Rectangle2D ground = new Rectangle2D.Double(0, 0, number(svg, "width"), number(svg, "height"));
    List<Rectangle2D> boxes =
        elements(document, "rect", "box", "learned").stream().map(FlowPicturesTest::box).toList();
    List<Element> words = elements(document, "text");
    assertThat(boxes).hasSizeGreaterThan(3);
    for (int i = 0; i < boxes.size(); i++) {
      assertThat(ground.contains(boxes.get(i))).as("box %d inside", i).isTrue();
      for (int j = 0; j < i; j++) {
        assertThat(boxes.get(i).intersects(boxes.get(j))).as("boxes %d, %d", i, j).isFalse();
      }
    }
    for (int i = 0; i < words.size(); i++) {
      Rectangle2D room = room(words.get(i));
      String text = words.get(i).getTextContent();
      assertThat(ground.contains(room)).as("'%s' inside", text).isTrue();
      for (Rectangle2D box : boxes) {
        assertThat(!box.intersects(room) || box.contains(room)).as("'%s' and a box", text).isTrue();
      }
      for (int j = 0; j < i; j++) {
        assertThat(room.intersects(room(words.get(j))))
            .as("'%s' and '%s'", text, words.get(j).getTextContent())
            .isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void arrowsCrossNeitherBoxesNorWords(String name) throws Exception {
    Document document = parse(name);
    List<Element> arrows = elements(document, "line");
    assertThat(arrows).hasSizeGreaterThan(3);
    for (Element arrow : arrows) {
      Line2D line =
          new Line2D.Double(
              number(arrow, "x1"), number(arrow, "y1"), number(arrow, "x2"), number(arrow, "y2"));
      for (Element rect : elements(document, "rect", "box", "learned")) {
        Rectangle2D box = box(rect);
        Rectangle2D inner =
            new Rectangle2D.Double(
                box.getX() + 1, box.getY() + 1, box.getWidth() - 2, box.getHeight() - 2);
        assertThat(line.intersects(inner))
            .as("arrow from %s and the box at %s", line.getP1(), box)
            .isFalse();
      }
      for (Element text : elements(document, "text")) {
        assertThat(line.intersects(room(text)))
            .as("arrow from %s and '%s'", line.getP1(), text.getTextContent())
            .isFalse();
      }
    }
  }
}
