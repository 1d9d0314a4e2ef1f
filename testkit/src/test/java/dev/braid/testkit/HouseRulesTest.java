package dev.braid.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules between modules and packages that the build itself cannot hold. */
class HouseRulesTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.braid");

  @Test
  void partsUseTheApiOnly() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.braid.encoders..", "dev.braid.fusion..", "dev.braid.tasks..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.braid.core..", "com.google.inject..", "com.fasterxml.jackson.databind..")
        .check(CLASSES);
  }

  @Test
  void partsDoNotKnowEachOther() {
    String[] parts = {
      "dev.braid.encoders.text..",
      "dev.braid.encoders.image..",
      "dev.braid.encoders.video..",
      "dev.braid.fusion..",
      "dev.braid.tasks.."
    };
    for (String part : parts) {
      for (String other : parts) {
        if (!part.equals(other)) {
          noClasses()
              .that()
              .resideInAPackage(part)
              .should()
              .dependOnClassesThat()
              .resideInAPackage(other)
              .check(CLASSES);
        }
      }
    }
  }

  @Test
  void theApiKnowsNeitherTheCoreNorItsLibraries() {
    noClasses()
        .that()
        .resideInAPackage("dev.braid.api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.braid.core..",
            "com.google.inject..",
            "com.fasterxml.jackson.databind..",
            "ai.djl.pytorch..")
        .check(CLASSES);
  }

  @Test
  void theCoreKnowsNoPartAndNoEngine() {
    noClasses()
        .that()
        .resideInAPackage("dev.braid.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.braid.encoders..", "dev.braid.fusion..", "dev.braid.tasks..", "ai.djl.pytorch..")
        .check(CLASSES);
  }

  @Test
  void modelsOfTheEngineAreLoadedByScriptsOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.braid.api.nn.script..")
        .should()
        .accessClassesThat() // an engine without values names them to refuse them
        .haveFullyQualifiedName("ai.djl.Model")
        .check(CLASSES);
  }

  @Test
  void guiceStaysInItsPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.braid.core.compose..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.inject..")
        .check(CLASSES);
  }

  @Test
  void luceneStaysInItsPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.braid.core.index..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.lucene..")
        .check(CLASSES);
  }

  /** What the engine makes of the number is freed before a backward pass reads it. */
  @Test
  void numbersInGradientsAreArraysThatLast() {
    for (String operation : List.of("mul", "div", "pow", "maximum", "minimum")) {
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.braid.core..")
          .should()
          .callMethod(NDArray.class, operation, Number.class)
          .because("x.%s(Tensors.scalar(x, 2)) lasts as long as x".formatted(operation))
          .check(CLASSES);
    }
  }

  @Test
  void noClassIsCalledUtil() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .check(CLASSES);
  }
}
