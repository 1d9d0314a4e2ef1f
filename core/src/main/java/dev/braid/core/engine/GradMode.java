package dev.braid.core.engine;

import ai.djl.engine.Engine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Switches the recording of gradients in the current thread. The engine starts every new thread
 * with recording on, which makes inference keep its graph and updates in place fail; DJL has no
 * call for it.
 */
public final class GradMode {

  private GradMode() {}

  /** Turns recording off in this thread; a gradient collector turns it on while it is open. */
  public static void off() {
    Engine engine = Engine.getInstance();
    if (!engine.getEngineName().equals("PyTorch")) {
      return;
    }
    try {
      ClassLoader loader = engine.getClass().getClassLoader();
      Method method =
          Class.forName("ai.djl.pytorch.jni.JniUtils", true, loader)
              .getMethod("setGradMode", boolean.class);
      method.invoke(null, false);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException("the engine does not let gradients be switched off", e);
    }
  }
}
