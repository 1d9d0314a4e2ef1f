package dev.braid.core.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Feature;
import dev.braid.api.data.Reader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CategoriesReaderTest {

  private static Reader fitted(int most, Object... values) throws BadDataException {
    Reader reader = new CategoriesReader().create(new CategoriesReader.Options(most));
    reader.fit(List.of(values));
    return reader;
  }

  private static float[] read(Reader reader, Object value) throws BadDataException {
    return ((Feature.Floats) reader.read(value)).values();
  }

  @Test
  void eachColumnHasAOneForItsCategory() throws BadDataException {
    Reader reader =
        fitted(9, List.of("red", 1), List.of(" red ", 2), List.of("a, b", 2), List.of("red", 2));
    // red is the most frequent colour, 2 the most frequent number.
    assertThat(read(reader, List.of("a, b", 2))).containsExactly(0, 1, 1, 0);
    assertThat(read(reader, List.of("red", "1"))).containsExactly(1, 0, 0, 1);
    assertThat(read(reader, Arrays.asList(null, 1))).containsExactly(0, 0, 0, 1);
    assertThat(read(reader, List.of("new", 2))).containsExactly(0, 0, 1, 0);
  }

  @Test
  void rareCategoriesBeyondTheMostAreNotTold() throws BadDataException {
    Reader reader = fitted(2, "c", "b", "a", "b");
    assertThat(read(reader, "b")).containsExactly(1, 0);
    assertThat(read(reader, "a")).containsExactly(0, 1);
    assertThat(read(reader, "c")).containsExactly(0, 0);
  }

  @Test
  void whatIsDamagedIsNamed(@TempDir Path folder) throws Exception {
    Reader reader = fitted(9, "a", "b");
    assertThatThrownBy(() -> reader.read(List.of("a", "b")))
        .isInstanceOf(BadDataException.class)
        .hasMessage("it has 2 categories, but those of the train split have 1");
    reader.save(folder);
    Path file = folder.resolve("categories.json");
    for (String damage : List.of("null", "[]", "[[\"a\",\"a\"]]", "{", "[[1,[2]]]")) {
      Files.writeString(file, damage);
      assertThatThrownBy(() -> reader.load(folder))
          .as(damage)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + " is damaged: ");
    }
  }
}
