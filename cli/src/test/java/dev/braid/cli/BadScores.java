package dev.braid.cli;

import java.util.List;

/** Measures, and files that they cannot measure. */
final class BadScores {

  private BadScores() {}

  static void addTo(Cases cases) {
    cases.section("`braid score`");
    add(cases, "a measure that is not there", "blue", "{}");
    cases.add("no such file", work -> List.of("score", "bleu", "absent.json"));
    add(cases, "a file that is not JSON", "bleu", "candidates: [a]");
    add(cases, "a list", "bleu", "[\"a\"]");
    add(
        cases,
        "a misspelt key",
        "bleu",
        "{\"candidats\": [\"a cat\"],\n \"references\": [[\"a cat\"]]}");
    add(
        cases,
        "lists of different lengths",
        "classification",
        "{\"truth\": [0, 1, 1], \"predicted\": [0, 1]}");
    add(
        cases,
        "a class beyond the last",
        "classification",
        "{\"truth\": [0, 4], \"predicted\": [0, 1], \"classes\": 4}");
    add(
        cases,
        "a text where a number belongs",
        "rank-correlation",
        "{\"x\": [1, 2], \"y\": [1, \"high\"]}");
    add(
        cases,
        "a text without references",
        "rouge-l",
        "{\"candidates\": [\"a\", \"b\"], \"references\": [[\"a\"], []]}");
  }

  private static void add(Cases cases, String what, String metric, String json) {
    cases.add(
        what, work -> List.of("score", metric, work.file("predictions.json", json).toString()));
  }
}
