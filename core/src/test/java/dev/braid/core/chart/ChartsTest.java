package dev.braid.core.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartsTest {

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static ScatterChart.Point point(String name, double x, double y) {
    return new ScatterChart.Point(name, x, y, y, y, name);
  }

  @Test
  void aCurveHasATitleForEveryPointAndNamesAreEscaped() throws Exception {
    LineChart chart =
        new LineChart(
            "<loss>",
            "epoch",
            List.of(
                new LineChart.Series(
                    "a & b", List.of(new LineChart.Point(1, 2), new LineChart.Point(2, 0.5)))),
            List.of(new LineChart.Level("majority", 0.25)),
            2L);
    Document svg = parsed(chart.svg());
    NodeList titles = svg.getElementsByTagName("title");
    assertThat(titles.item(titles.getLength() - 1).getTextContent())
        .isEqualTo("a & b, epoch 2: 0.5000");
    assertThat(svg.getDocumentElement().getAttribute("aria-label"))
        .isEqualTo("<loss>: a & b ends at 0.5000");
  }

  @Test
  void theFrontHoldsWhatNothingBeatsInBoth() {
    List<ScatterChart.Point> points =
        List.of(
            point("slow", 4, 0.90),
            point("cheap", 1, 0.6),
            point("bad", 2, 0.5),
            point("good", 2, 0.9),
            point("best", 8, 0.95));
    assertThat(new ScatterChart("", "ms", "accuracy", true, points).front())
        .extracting(ScatterChart.Point::name)
        .containsExactly("cheap", "good", "best");
    assertThat(new ScatterChart("", "ms", "loss", false, points).front())
        .extracting(ScatterChart.Point::name)
        .containsExactly("cheap", "bad");
  }

  @Test
  void namesOfManyPointsNeverOverlapAndStayInThePicture() throws Exception {
    List<ScatterChart.Point> points = new java.util.ArrayList<>();
    for (int i = 0; i < 40; i++) {
      points.add(point("operator-" + i, 1 + (i % 7) * 0.2, 0.8 + (i % 5) * 0.01));
    }
    Document svg = parsed(new ScatterChart("", "ms", "accuracy", true, points).svg(380, 340));
    List<double[]> boxes = new java.util.ArrayList<>();
    NodeList texts = svg.getElementsByTagName("text");
    for (int i = 0; i < texts.getLength(); i++) {
      Element text = (Element) texts.item(i);
      if (text.getAttribute("class").equals("name")) {
        double x = Double.parseDouble(text.getAttribute("x"));
        double y = Double.parseDouble(text.getAttribute("y"));
        double width = 6.4 * text.getTextContent().length();
        assertThat(x).isNotNegative();
        assertThat(x + width).isLessThanOrEqualTo(380);
        for (double[] other : boxes) {
          assertThat(x < other[2] && other[0] < x + width && Math.abs(y - other[1]) < 13.8)
              .isFalse();
        }
        boxes.add(new double[] {x, y, x + width});
      }
    }
    assertThat(boxes).hasSizeGreaterThan(3);
  }

  @Test
  void aStripPlacesItsMarksInPercent() throws Exception {
    RowChart chart = new RowChart(Scale.linear(0, 1, 5), List.of(new RowChart.Level("zero", 0)));
    Document svg =
        parsed(
            chart.strip(
                new RowChart.Strip(
                    0.5, 0.25, 2.0, List.of(new RowChart.Dot(0.75, "seed 1")), "half", false)));
    NodeList circles = svg.getElementsByTagName("circle");
    assertThat(((Element) circles.item(0)).getAttribute("cx")).isEqualTo("75.00%");
    assertThat(((Element) circles.item(1)).getAttribute("cx")).isEqualTo("50.00%");
    assertThat(chart.strip(new RowChart.Strip(0.5, 0.25, 2.0, List.of(), "half", false)))
        .contains("x1=\"25.00%\" x2=\"100.00%\"");
  }
}
