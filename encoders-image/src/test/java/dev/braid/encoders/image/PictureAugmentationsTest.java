package dev.braid.encoders.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.braid.encoders.image.Crop.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Single changes against torchvision's formulas, computed with torch and colorsys in doubles. */
class PictureAugmentationsTest {

  private static final int WIDTH = 5;
  private static final int HEIGHT = 4;
  private static final Planes PICTURE = picture();

  private static Planes picture() {
    byte[] bytes = new byte[3 * WIDTH * HEIGHT];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (37 * i * i + 91 * i + 13);
    }
    return new Planes(WIDTH, HEIGHT, bytes);
  }

  private static int[] values(Planes picture) {
    int[] values = new int[picture.values().length];
    Arrays.setAll(values, i -> picture.values()[i] & 0xff);
    return values;
  }

  /** Bytes may differ by one where a double is rounded or cut. */
  private static void assertClose(Planes actual, int... expected) {
    int[] values = values(actual);
    assertThat(values).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).as("byte " + i).isCloseTo(expected[i], within(1));
    }
  }

  @Test
  void anAffineMapIsThatOfAffineGridAndGridSample() {
    assertClose(
        Warp.of(30, 1, -1, 1.25, 15).apply(PICTURE, Affine.Outside.BLACK),
        87,
        70,
        106,
        128,
        116,
        199,
        162,
        95,
        45,
        40,
        50,
        140,
        168,
        60,
        69,
        0,
        0,
        33,
        119,
        213,
        171,
        224,
        228,
        88,
        69,
        82,
        106,
        119,
        80,
        63,
        10,
        16,
        35,
        57,
        60,
        0,
        0,
        22,
        96,
        160,
        94,
        37,
        43,
        30,
        62,
        119,
        60,
        97,
        111,
        108,
        19,
        117,
        221,
        217,
        194,
        0,
        0,
        82,
        104,
        56);
  }

  @Test
  void theEdgeComesInWhereItIsAskedFor() {
    Planes moved = Warp.of(0, 2, 0, 1, 0).apply(PICTURE, Affine.Outside.EDGE);
    for (int x = 0; x < WIDTH; x++) {
      assertThat(moved.at(1, 2, x)).isEqualTo(PICTURE.at(1, 2, Math.max(0, x - 2)));
    }
  }

  @Test
  void brightnessIsTorchvisionsBlendWithBlack() {
    assertClose(
        Colors.brightness(PICTURE, 1.3),
        16,
        183,
        113,
        139,
        255,
        146,
        128,
        206,
        48,
        255,
        19,
        149,
        42,
        32,
        118,
        255,
        245,
        255,
        92,
        255,
        255,
        84,
        255,
        227,
        255,
        89,
        255,
        3,
        105,
        255,
        255,
        255,
        141,
        58,
        71,
        180,
        53,
        22,
        87,
        248,
        172,
        193,
        255,
        191,
        167,
        240,
        76,
        9,
        37,
        162,
        50,
        35,
        115,
        255,
        232,
        255,
        68,
        255,
        255,
        45);
  }

  @Test
  void contrastIsTorchvisionsBlendWithTheMeanOfGrey() {
    assertClose(
        Colors.contrast(PICTURE, 0.6),
        59,
        136,
        103,
        115,
        172,
        119,
        110,
        146,
        73,
        198,
        60,
        120,
        71,
        66,
        106,
        190,
        164,
        184,
        94,
        202,
        200,
        90,
        178,
        156,
        179,
        92,
        204,
        53,
        100,
        191,
        173,
        199,
        116,
        78,
        84,
        134,
        76,
        61,
        91,
        166,
        131,
        140,
        194,
        139,
        128,
        162,
        86,
        55,
        68,
        126,
        74,
        67,
        104,
        186,
        158,
        175,
        83,
        188,
        185,
        72);
  }

  @Test
  void saturationIsTorchvisionsBlendWithGrey() {
    assertClose(
        Colors.saturation(PICTURE, 1.7),
        0,
        171,
        24,
        76,
        202,
        125,
        38,
        235,
        20,
        255,
        0,
        68,
        0,
        1,
        99,
        255,
        255,
        255,
        61,
        255,
        255,
        42,
        234,
        191,
        222,
        50,
        255,
        0,
        95,
        239,
        255,
        255,
        127,
        35,
        38,
        114,
        9,
        0,
        54,
        191,
        110,
        185,
        255,
        144,
        80,
        248,
        0,
        0,
        6,
        55,
        0,
        0,
        93,
        255,
        249,
        230,
        29,
        255,
        255,
        0);
  }

  @Test
  void hueTurnsInTheHsvCircle() {
    assertClose(
        Colors.hue(PICTURE, 0.2),
        13,
        149,
        145,
        107,
        129,
        185,
        59,
        132,
        29,
        125,
        15,
        27,
        33,
        225,
        179,
        231,
        172,
        229,
        223,
        52,
        82,
        74,
        87,
        121,
        213,
        69,
        255,
        159,
        78,
        245,
        141,
        247,
        37,
        25,
        55,
        182,
        189,
        51,
        67,
        251,
        249,
        65,
        239,
        175,
        158,
        118,
        255,
        3,
        81,
        137,
        203,
        203,
        109,
        205,
        118,
        139,
        41,
        17,
        188,
        35);
  }

  @Test
  void jitterOfNothingChangesNothing() {
    ColorJitter.Options none = new ColorJitter.Options(0, 0, 0, 0);
    assertThat(values(new ColorJitter().change(none, PICTURE, new Random(1))))
        .isEqualTo(values(PICTURE));
  }

  @Test
  void aFlipMirrorsAndTwoAreNone() {
    Flip.Options across = new Flip.Options(1, Flip.Direction.HORIZONTAL);
    Planes mirrored = new Flip().change(across, PICTURE, new Random(1));
    assertThat(mirrored.at(2, 3, 0)).isEqualTo(PICTURE.at(2, 3, WIDTH - 1));
    assertThat(values(new Flip().change(across, mirrored, new Random(1))))
        .isEqualTo(values(PICTURE));
    Planes turned =
        new Flip().change(new Flip.Options(1, Flip.Direction.VERTICAL), PICTURE, new Random(1));
    assertThat(turned.at(0, 0, 2)).isEqualTo(PICTURE.at(0, HEIGHT - 1, 2));
  }

  @Test
  void aFlipHappensAsOftenAsItsProbability() {
    Flip.Options some = new Flip.Options(0.3, Flip.Direction.HORIZONTAL);
    Random random = new Random(3);
    long flipped = 0;
    for (int i = 0; i < 2000; i++) {
      Planes result = new Flip().change(some, PICTURE, random);
      flipped += Arrays.equals(result.values(), PICTURE.values()) ? 0 : 1;
    }
    assertThat(flipped / 2000.0).isCloseTo(0.3, within(0.04));
  }

  @Test
  void theWholePictureCroppedIsThePicture() {
    double shape = (double) WIDTH / HEIGHT;
    Crop.Options whole = new Crop.Options(List.of(1.0, 1.0), List.of(shape, shape));
    assertThat(values(new Crop().change(whole, PICTURE, new Random(1)))).isEqualTo(values(PICTURE));
  }

  @Test
  void cropsHaveTheAreaAndShapeThatWasAskedForAndLieAnywhere() {
    Crop.Options options = new Crop.Options(List.of(0.2, 0.5), List.of(0.5, 2.0));
    Random random = new Random(5);
    double left = 0;
    int corner = 0;
    for (int i = 0; i < 2000; i++) {
      Window window = Crop.window(options, 200, 200, random);
      assertThat(window.width() * window.height() / 40000.0).isBetween(0.19, 0.51);
      assertThat((double) window.width() / window.height()).isBetween(0.48, 2.05);
      assertThat(window.left() + window.width()).isLessThanOrEqualTo(200);
      assertThat(window.top() + window.height()).isLessThanOrEqualTo(200);
      left += (double) window.left() / (200 - window.width() + 1) / 2000;
      corner += window.left() < 10 && window.top() < 10 ? 1 : 0;
    }
    assertThat(left).isCloseTo(0.5, within(0.03));
    assertThat(corner).isPositive();
  }

  @Test
  void aShapeThatCannotBeIsCutFromTheMiddle() {
    Crop.Options wide = new Crop.Options(List.of(1.0, 1.0), List.of(3.0, 4.0));
    assertThat(Crop.window(wide, 40, 40, new Random(1))).isEqualTo(new Window(0, 13, 40, 13));
    Crop.Options flat = new Crop.Options(List.of(1.0, 1.0), List.of(0.25, 0.5));
    assertThat(Crop.window(flat, 40, 40, new Random(1))).isEqualTo(new Window(10, 0, 20, 40));
  }

  @Test
  void erasingOverwritesOneRectangleOfTheAreaAskedFor() {
    Planes white = new Planes(100, 80, new byte[3 * 8000]);
    Arrays.fill(white.values(), (byte) 255);
    Erase.Options options =
        new Erase.Options(1, List.of(0.1, 0.3), List.of(0.5, 2.0), Erase.Fill.BLACK);
    for (int seed = 0; seed < 50; seed++) {
      Planes erased = new Erase().change(options, white, new Random(seed));
      int count = 0;
      int left = 100;
      int right = -1;
      int top = 80;
      int bottom = -1;
      for (int y = 0; y < 80; y++) {
        for (int x = 0; x < 100; x++) {
          if (erased.at(0, y, x) == 0) {
            count++;
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
          }
        }
      }
      assertThat(count / 8000.0).isBetween(0.09, 0.31);
      assertThat((right - left + 1) * (bottom - top + 1)).as("a full rectangle").isEqualTo(count);
    }
  }

  @Test
  void erasingByTheMeanTakesThePicturesOwnColour() {
    Erase.Options options =
        new Erase.Options(1, List.of(0.3, 0.4), List.of(0.9, 1.1), Erase.Fill.MEAN);
    Planes erased = new Erase().change(options, PICTURE, new Random(2));
    int size = WIDTH * HEIGHT;
    int mean = (int) Math.round(Arrays.stream(values(PICTURE)).limit(size).average().orElseThrow());
    assertThat(Arrays.stream(values(erased)).limit(size).filter(value -> value == mean).count())
        .isGreaterThanOrEqualTo(4);
  }
}
