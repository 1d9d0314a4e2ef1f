package dev.braid.core.cost;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind an interface of the engine. Every public method of a subclass, and of the objects
 * that it adds, is an operation: it has the name and the parameter types of a method of the
 * interface and answers its calls. A call without an operation goes to the families, then to the
 * interface's own default, and otherwise is reported as unknown. So an operation is added by
 * writing the method, and nowhere else.
 */
abstract class Symbol<T> implements InvocationHandler {

  private static final Map<Class<?>, Map<Signature, Method>> TABLES = new ConcurrentHashMap<>();

  private final Class<T> type;
  private final T self;
  private final List<Object> operations = new ArrayList<>();
  private final List<Family> families = new ArrayList<>();

  private record Signature(String name, List<Class<?>> parameters) {
    Signature(Method method) {
      this(method.getName(), List.of(method.getParameterTypes()));
    }
  }

  /** Operations that are alike but for their names. */
  @FunctionalInterface
  interface Family {
    /** The result, or null where the operation is not of this family. */
    @Nullable Object answer(String name, List<Object> arguments);
  }

  Symbol(Class<T> type) {
    this.type = type;
    operations.add(this);
    self = type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
  }

  final void add(Object more) {
    operations.add(more);
  }

  final void addFamily(Family family) {
    families.add(family);
  }

  /** The object that parts see. */
  final T self() {
    return self;
  }

  @Override
  public final @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] given) throws Throwable {
    @Nullable Object[] arguments = given == null ? new Object[0] : given;
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> toString();
      };
    }
    Signature signature = new Signature(method);
    for (Object owner : operations) {
      Method operation = table(owner.getClass()).get(signature);
      if (operation != null) {
        return call(operation, owner, arguments);
      }
    }
    if (Arrays.stream(arguments).allMatch(Objects::nonNull)) {
      for (Family family : families) {
        Object answer = family.answer(method.getName(), List.of(arguments));
        if (answer != null) {
          return answer;
        }
      }
    }
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    throw new UnknownOperationException(
        "part uses " + type.getSimpleName() + "." + method.getName());
  }

  private static @Nullable Object call(
      Method operation, Object owner, @Nullable Object... arguments) throws Throwable {
    try {
      return operation.invoke(owner, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static Map<Signature, Method> table(Class<?> owner) {
    return TABLES.computeIfAbsent(
        owner,
        own -> {
          Map<Signature, Method> table = new ConcurrentHashMap<>();
          for (Method method : own.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
              table.put(new Signature(method), method);
            }
          }
          return table;
        });
  }
}
