package dev.braid.testkit;

import dev.braid.core.parts.CatalogEntry;
import dev.braid.core.parts.PartCatalog;
import dev.braid.core.parts.PartKind;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds the parts that no contract is run on, so that none is forgotten. */
public final class Contracts {

  private Contracts() {}

  /**
   * The parts without a contract, as {@code encoder 'lstm'}.
   *
   * @param catalog the parts that must have one
   * @param testPackage where the contracts are, as classes, nested ones included
   */
  public static List<String> missing(PartCatalog catalog, String testPackage) {
    Set<String> tested = new HashSet<>();
    for (Class<?> type :
        ReflectionSupport.findAllClassesInPackage(
            testPackage, Contracts::isContract, name -> true)) {
      PartContract<?> contract = (PartContract<?>) create(type);
      tested.add(name(contract.kind(), contract.factory().type()));
    }
    return catalog.entries().stream()
        .map(Contracts::name)
        .filter(name -> !tested.contains(name))
        .toList();
  }

  private static boolean isContract(Class<?> type) {
    return PartContract.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
  }

  /** An inner class needs an instance of the class around it. */
  private static Object create(Class<?> type) {
    return type.isMemberClass() && !Modifier.isStatic(type.getModifiers())
        ? ReflectionSupport.newInstance(
            type, create(Objects.requireNonNull(type.getEnclosingClass())))
        : ReflectionSupport.newInstance(type);
  }

  private static String name(CatalogEntry entry) {
    return name(entry.kind(), entry.factory().type());
  }

  private static String name(PartKind kind, String type) {
    return kind.label() + " '" + type + "'";
  }
}
