package dev.braid.encoders.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ChildTest {

  /** A program that waits for ever unless somebody ends it. */
  private static final List<String> ENDLESS =
      List.of(
          System.getProperty("java.home") + "/bin/java",
          "-Xshare:auto",
          "-XX:TieredStopAtLevel=1",
          "-cp",
          System.getProperty("java.class.path"),
          Endless.class.getName());

  /** Says something, then waits for ever. */
  static final class Endless {
    private Endless() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.println("begun");
      new CountDownLatch(1).await();
    }
  }

  @Test
  void isEndedWhenItsTimeIsOver() throws Exception {
    try (Child child = new Child(ENDLESS, 1)) {
      assertThat(new String(child.output().readAllBytes())).isIn("begun\n", "begun\r\n", "");
      assertThatThrownBy(child::finish)
          .isInstanceOf(IOException.class)
          .hasMessage("decoding took longer than 1 s (reader option timeout)");
    }
  }

  @Test
  void isEndedWhenNobodyReadsOn() throws Exception {
    Child child = new Child(ENDLESS, 600);
    child.close();
    assertThatThrownBy(child::finish).isInstanceOf(IOException.class);
  }
}
