package dev.braid.cli;

import java.util.ArrayList;
import java.util.List;

/** What a user can get wrong, in the order of {@code docs/errors.md}. */
final class Cases {

  /** Prepares a folder; returns the arguments of the command. */
  interface Setup {
    List<String> in(Workspace work) throws Exception;
  }

  /**
   * One thing that is wrong.
   *
   * @param cacheInTheWay whether the cache folder is below a file and cannot be made
   */
  record Case(String section, String what, Setup setup, boolean cacheInTheWay) {}

  private final List<Case> cases = new ArrayList<>();
  private String section = "";

  static List<Case> all() {
    Cases all = new Cases();
    BadSpecs.addTo(all);
    BadData.addTo(all);
    BadRuns.addTo(all);
    BadScores.addTo(all);
    BadIndexes.addTo(all);
    return all.cases;
  }

  void section(String name) {
    section = name;
  }

  void add(String what, Setup setup) {
    cases.add(new Case(section, what, setup, false));
  }

  void addWithoutCache(String what, Setup setup) {
    cases.add(new Case(section, what, setup, true));
  }
}
