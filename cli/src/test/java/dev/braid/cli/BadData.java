package dev.braid.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Tables and pictures that cannot be used. */
final class BadData {

  private static final String RED =
      "{\"question\": \"which?\", \"answer\": \"red\", \"picture\": null}\n";
  private static final String BLUE =
      "{\"question\": \"what?\", \"answer\": \"blue\", \"picture\": null}\n";

  private BadData() {}

  static void addTo(Cases cases) {
    tables(cases);
    pictures(cases);
  }

  private static void tables(Cases cases) {
    cases.section("Tables");
    cases.add("no such file", work -> work.table("", "data.train=trian.jsonl"));
    cases.add(
        "an empty split",
        work -> work.table(RED + BLUE, "data.test=" + work.file("test.jsonl", "").getFileName()));
    cases.add("an empty train split", work -> work.table("\n"));
    cases.add(
        "a validation split that leaves nothing",
        work -> work.table(RED + BLUE, "training.validation=0.1"));
    cases.add(
        "a column that no row has",
        work -> work.table(RED, "data.columns={question: question, answer: anser}"));
    cases.add("a line that is not JSON", work -> work.table(RED + "{\"question\": \n"));
    cases.add("a doubled key", work -> work.table(RED + "{\"answer\": 1, \"answer\": 2}\n"));
    cases.add("two rows on a line", work -> work.table(RED + BLUE.strip() + " " + BLUE));
    cases.add(
        "a row with too many cells",
        work -> {
          work.file("t.csv", "question,answer\na,b\nc,d,e\n");
          return work.table("", "data.train=t.csv");
        });
    cases.add(
        "text that is not UTF-8",
        work -> {
          work.file("t.csv", new byte[] {'a', '\n', (byte) 0xff, '\n'});
          return work.table("", "data.train=t.csv");
        });
    cases.add("an empty question", work -> work.table(RED + BLUE.replace("what?", " ")));
    cases.add("no answer", work -> work.table(RED + BLUE.replace("blue", "")));
    cases.add("only one answer", work -> work.table(RED + RED));
    cases.add("a path up and out", work -> work.table(RED + picture("../../secret.png")));
    cases.add("an absolute path", work -> work.table(RED + picture("/etc/passwd")));
    cases.add(
        "a link that leads out",
        work -> {
          Files.createSymbolicLink(work.folder().resolve("a.png"), Path.of("/etc/passwd"));
          return work.table(RED + picture("a.png"));
        });
    cases.add("a web address", work -> work.table(RED + picture("https://example.org/a.png")));
  }

  private static void pictures(Cases cases) {
    cases.section("Pictures");
    cases.add("no such file", work -> work.table(RED + picture("a.png")));
    cases.add(
        "a web page",
        work -> {
          work.file("a.png", "<!DOCTYPE html>\n<html>");
          return work.table(RED + picture("a.png"));
        });
    cases.add(
        "a truncated file",
        work -> {
          ByteArrayOutputStream png = new ByteArrayOutputStream();
          ImageIO.write(new BufferedImage(32, 32, 1), "png", png);
          work.file("a.png", Arrays.copyOf(png.toByteArray(), 60));
          return work.table(RED + picture("a.png"));
        });
    cases.add(
        "a header that claims 60,000 × 60,000 pixels",
        work -> {
          work.file("a.png", bomb());
          return work.table(RED + picture("a.png"));
        });
  }

  private static String picture(String path) {
    return BLUE.replace("null", "\"" + path + "\"");
  }

  /** A PNG of 57 bytes. */
  private static byte[] bomb() {
    ByteBuffer png = ByteBuffer.allocate(57);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(60_000).putInt(60_000);
    chunk(png, "IHDR", header.put(new byte[] {8, 2, 0, 0, 0}).array());
    chunk(png, "IDAT", new byte[0]);
    chunk(png, "IEND", new byte[0]);
    return png.array();
  }

  private static void chunk(ByteBuffer png, String type, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(StandardCharsets.US_ASCII));
    crc.update(data);
    png.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    png.putInt((int) crc.getValue());
  }
}
