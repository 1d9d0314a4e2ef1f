package dev.braid.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerTest {

  private static List<String> split(String text) {
    return new Tokenizer(true).split(text);
  }

  @Test
  void wordsAreFoldedAndPunctuationIsDropped() {
    assertThat(split("What colour -- is the (big) Circle no. 12?"))
        .containsExactly("what", "colour", "is", "the", "big", "circle", "no", "12");
    assertThat(split("x1_y-2/z")).containsExactly("x1", "y", "2", "z");
    assertThat(split(" ?! \t\n")).isEmpty();
    assertThat(split("")).isEmpty();
  }

  @Test
  void capitalsStayWhereWanted() {
    assertThat(new Tokenizer(false).split("The CAFÉ")).containsExactly("The", "CAFÉ");
  }

  @Test
  void foldingDoesNotDependOnTheMachinesLanguage() {
    assertThat(split("TITLE ΟΔΟΣ")).containsExactly("title", "οδος");
  }

  @Test
  void accentsAreOneWhetherComposedOrNot() {
    assertThat(split("cafe\u0301")).containsExactly("caf\u00e9");
    assertThat(split("CAFÉ naïve Ångström")).containsExactly("café", "naïve", "ångström");
    // No composed form exists: the mark stays inside its word.
    assertThat(split("x\u0301y z")).containsExactly("x\u0301y", "z");
  }

  @Test
  void vowelSignsStayInsideTheirWords() {
    assertThat(split("लाल वृत्त है।")).containsExactly("लाल", "वृत्त", "है");
  }

  @Test
  void ligaturesAndWideFormsAreThePlainLetters() {
    assertThat(split("ﬁne ＲＥＤ １２ x²")).containsExactly("fine", "red", "12", "x2");
  }

  @Test
  void apostrophesInsideWordsStayAndOthersGo() {
    assertThat(split("Where's the dogs' 'best' rock'n'roll o\u2019clock '' it''s"))
        .containsExactly("where's", "the", "dogs", "best", "rock'n'roll", "o'clock", "it", "s");
  }

  @Test
  void scriptsWithoutSpacesGiveOneTokenACharacter() {
    assertThat(split("红色的圆在哪里？")).containsExactly("红", "色", "的", "圆", "在", "哪", "里");
    assertThat(split("赤いメモ")).containsExactly("赤", "い", "メ", "モ");
    assertThat(split("ｶﾞ")).containsExactly("ガ");
    assertThat(split("\ud842\udfb7")).containsExactly("\ud842\udfb7");
    assertThat(split("这是RGB图3号")).containsExactly("这", "是", "rgb", "图", "3", "号");
  }

  @Test
  void scriptsWithSpacesGiveWords() {
    assertThat(split("빨간 원 Красный круг أحمر"))
        .containsExactly("빨간", "원", "красный", "круг", "أحمر");
  }

  @Test
  void emojiAndSymbolsAreDropped() {
    assertThat(split("red 😀 circle 👍🏽 ❤\ufe0f 👩\u200d💻 = blue+green €"))
        .containsExactly("red", "circle", "blue", "green");
    assertThat(split("😀🎉")).isEmpty();
  }

  @Test
  void halfACharacterIsDropped() {
    assertThat(split("a\ud842b")).containsExactly("a", "b");
  }

  @Test
  void aLongRunIsOneWord() {
    String word = "a".repeat(200_000);
    assertThat(split(word + " b")).containsExactly(word, "b");
    String marked = "x\u0301".repeat(50_000);
    assertThat(split(marked)).containsExactly(marked);
    String joined = "a'".repeat(100_000) + "a";
    assertThat(split(joined)).containsExactly(joined);
    assertThat(split("红" + "\u0301".repeat(100_000))).hasSize(1);
  }
}
