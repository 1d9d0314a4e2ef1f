package dev.braid.core.experiment;

import ai.djl.engine.Engine;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run was made with; results are the same where these are. */
final class Environment {

  private Environment() {}

  static Map<String, Object> describe() {
    Engine engine = Engine.getInstance();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("java", System.getProperty("java.version"));
    map.put("java_vendor", System.getProperty("java.vendor"));
    map.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    map.put("arch", System.getProperty("os.arch"));
    map.put("processors", Runtime.getRuntime().availableProcessors());
    map.put("engine", engine.getEngineName());
    map.put("engine_version", engine.getVersion());
    map.put("engine_threads", System.getProperty("ai.djl.pytorch.num_threads", "default"));
    return map;
  }
}
