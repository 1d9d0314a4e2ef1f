package dev.braid.core.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorReaderTest {

  private static Reader reader(boolean standardise, boolean presence) {
    return new VectorReader().create(new VectorReader.Options(standardise, presence));
  }

  private static Reader fitted(boolean standardise, boolean presence, Object... values)
      throws BadDataException {
    Reader reader = reader(standardise, presence);
    reader.fit(List.of(values));
    return reader;
  }

  private static float[] read(Reader reader, Object value) throws BadDataException {
    return ((Feature.Floats) reader.read(value)).values();
  }

  private static Map<String, Object> cells(Object... namesAndValues) {
    Map<String, Object> cells = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      cells.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return cells;
  }

  @Test
  void numbersAreWrittenInSeveralWays() throws BadDataException {
    Reader reader = fitted(false, false, List.of(1, 2.5, -3));
    float[] same = {1, 2.5f, -3};
    for (Object value :
        List.of(
            List.of("1", 2.5, -3L),
            "1,2.5,-3",
            "1; 2.5 ;-3",
            " 1  2.5\t-3 ",
            "[1, 2.5, -3]",
            cells("a", "1", "b", "2.5", "c", -3),
            List.of(true, 2.5, "-3e0"))) {
      assertThat(read(reader, value)).as("%s", value).containsExactly(same);
    }
    assertThat(reader.features().shape()).isEqualTo(new Shape(3));
    assertThat(new VectorReader().features(new VectorReader.Options(true, true)).shape())
        .as("before it has learned")
        .isEqualTo(new Shape(2, 0));
  }

  @Test
  void numbersAreStandardisedByTheTrainSplitAndMissingOnesHaveTheMean() throws BadDataException {
    // Means 2 and 10; the deviation of the first is 1, the second never changes.
    Reader reader = fitted(true, false, List.of(1, 10), List.of(3, 10), Arrays.asList(null, 10));
    assertThat(read(reader, List.of(5, 12))).containsExactly(3, 2);
    assertThat(read(reader, ",10")).containsExactly(0, 0);
    assertThat(read(reader, "NaN 9")).containsExactly(0, -1);
    Reader plain = fitted(false, false, List.of(1, 10), List.of(3, 10));
    assertThat(read(plain, Arrays.asList(null, 4))).containsExactly(2, 4);
  }

  @Test
  void presenceSaysWhichNumbersAreThere() throws BadDataException {
    Reader reader = fitted(false, true, cells("a", 1, "b", null), cells("a", 3, "b", 4));
    Feature feature = reader.read(cells("a", " ", "b", 5));
    assertThat(feature.dimensions()).containsExactly(2, 2);
    assertThat(((Feature.Floats) feature).values()).containsExactly(2, 5, 0, 1);
  }

  @Test
  void columnsAreFoundByNameInWhateverOrderTheyCome() throws BadDataException {
    Reader reader = fitted(false, false, cells("a", 1, "b", 2));
    assertThat(read(reader, cells("b", 7, "a", 5))).containsExactly(5, 7);
    assertThatThrownBy(() -> reader.read(cells("a", 1, "c", 2)))
        .isInstanceOf(BadDataException.class)
        .hasMessage("it has no column 'b'; its columns: a, c");
  }

  @Test
  void whatIsNoNumberIsNamedByItsPlace() throws BadDataException {
    Reader reader = fitted(true, false, List.of(1, 2));
    assertBad(
        reader,
        cells("age", "old", "income", 3),
        "'old' in column 'age' is not a finite number; leave out what is not known");
    assertBad(
        reader, "1,2x", "'2x', value 2 of 2, is not a finite number; leave out what is not known");
    assertBad(
        reader,
        List.of(1e39, 2),
        "'1.0E39', value 1 of 2, is not a finite number; leave out what is not known");
    assertBad(reader, "1 2 3", "it has 3 numbers, but those of the train split have 2");
    assertBad(
        reader,
        " ; ",
        "there is no number in ' ; '; leave it out, then the input counts as missing");
  }

  private static void assertBad(Reader reader, Object value, String message) {
    assertThatThrownBy(() -> reader.read(value))
        .isInstanceOf(BadDataException.class)
        .hasMessage(message);
  }

  @Test
  void whatCannotBeReadTeachesNothingAndIsRefusedWithItsSample() throws BadDataException {
    Reader reader = fitted(true, false, "one", List.of(1), List.of(1, 2), List.of(3, 4), "x,y");
    assertThat(reader.features().shape()).isEqualTo(new Shape(2));
    assertThat(read(reader, List.of(2, 3))).containsExactly(0, 0);
    assertThatThrownBy(() -> fitted(true, false, "one", "two"))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("'one'");
    assertThatThrownBy(() -> fitted(true, false))
        .isInstanceOf(BadDataException.class)
        .hasMessage("no sample of the train split has this input");
  }

  @Test
  void whatItLearnedLiesInAReadableFile(@TempDir Path folder) throws Exception {
    Reader reader = fitted(true, false, cells("a", 1, "b", 0.1), cells("a", 2, "b", 1e-7));
    reader.save(folder);
    Reader loaded = reader(true, false);
    loaded.load(folder);
    assertThat(read(loaded, cells("b", 3, "a", 0.7)))
        .isEqualTo(read(reader, cells("a", 0.7, "b", 3)));
    Path file = folder.resolve("numbers.json");
    for (String damage :
        List.of(
            "{\"names\": null, \"means\": [1], \"deviations\": [0]}",
            "{\"means\": [1, 2], \"deviations\": [1]}",
            "{\"means\": [], \"deviations\": []}",
            "null",
            "[1")) {
      Files.writeString(file, damage);
      assertThatThrownBy(() -> reader(true, false).load(folder))
          .as(damage)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + " is damaged: ");
    }
  }
}
