package dev.braid.testkit.faulty;

import dev.braid.api.Option;
import dev.braid.api.SourceFactory;
import dev.braid.api.data.BadDataException;
import dev.braid.api.data.Sample;
import dev.braid.api.data.SourceContext;
import dev.braid.api.data.Splits;
import dev.braid.testkit.SourceContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Two samples with a file each. */
final class FaultySource implements SourceFactory<FaultySource.Options> {

  /** What is wrong, and the names of the tests that must fail for it. */
  enum Fault {
    NONE,
    UNDECLARED_COLUMN("samplesHaveTheDeclaredColumnsAndKindsOfValues"),
    STRANGE_VALUE("samplesHaveTheDeclaredColumnsAndKindsOfValues"),
    ONE_ID_FOR_ALL("everySampleHasAnIdOfItsOwn"),
    UNSEEDED("theSameOptionsGiveTheSameSamples"),
    FILES_AS_TEXT("valuesOfFileColumnsAreFilesThatExist"),
    WRITES_BESIDE_THE_SPEC("itWritesToItsCacheOnly"),
    OTHER_EXCEPTION("whatCannotBeReadIsBadData");

    final String[] broken;

    Fault(String... broken) {
      this.broken = broken;
    }
  }

  record Options(
      @Option("what is wrong with it") Fault fault, @Option("the file to read") String file) {}

  /** The contract of one that {@link #fault} makes wrong. */
  static class Contract extends SourceContract<Options> {
    static Fault fault = Fault.NONE;

    @Override
    protected SourceFactory<Options> factory() {
      return new FaultySource();
    }

    @Override
    protected Options options() {
      return new Options(fault, "a.txt");
    }

    @Override
    protected void prepare(Path folder) throws IOException {
      Files.writeString(folder.resolve("a.txt"), "a");
    }

    @Override
    protected Set<String> fileColumns() {
      return Set.of("file");
    }

    @Override
    protected Map<Options, String> unreadable() {
      return Map.of(new Options(fault, "none.txt"), "none.txt");
    }
  }

  @Override
  public String type() {
    return "faulty";
  }

  @Override
  public String description() {
    return "source with one fault";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Splits open(Options options, SourceContext context) throws BadDataException {
    Path file = context.base().resolve(options.file());
    if (!Files.exists(file)) {
      String message = "there is no file " + file;
      if (options.fault() == Fault.OTHER_EXCEPTION) {
        throw new UncheckedIOException(new IOException(message));
      }
      throw new BadDataException(message);
    }
    if (options.fault() == Fault.WRITES_BESIDE_THE_SPEC) {
      write(context.base().resolve("index.bin"));
    }
    Set<String> columns =
        options.fault() == Fault.UNDECLARED_COLUMN ? Set.of("file") : Set.of("file", "text");
    return new Splits(
        columns, List.of(sample(options, 1, file)), null, List.of(sample(options, 2, file)));
  }

  private static Sample sample(Options options, int number, Path file) {
    Fault fault = options.fault();
    Object text =
        switch (fault) {
          case STRANGE_VALUE -> 't';
          case UNSEEDED -> new Random().nextLong();
          default -> "text";
        };
    return new Sample(
        "sample " + (fault == Fault.ONE_ID_FOR_ALL ? 1 : number),
        Map.of("file", fault == Fault.FILES_AS_TEXT ? file.toString() : file, "text", text));
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "index");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
