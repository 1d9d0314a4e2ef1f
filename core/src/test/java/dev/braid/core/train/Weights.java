package dev.braid.core.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters without a model. */
final class Weights {

  private Weights() {}

  /** One that takes gradients. */
  static Parameter parameter(NDManager manager, Shape shape, float... values) {
    Parameter parameter = Parameter.builder().setName("p").setType(Parameter.Type.OTHER).build();
    NDArray array = manager.create(values, shape);
    parameter.setArray(array);
    array.setRequiresGradient(true);
    return parameter;
  }

  /** Only shapes, by name. */
  static Map<String, Parameter> shapes(Map<String, Shape> shapes) {
    Map<String, Parameter> all = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) ->
            all.put(
                name,
                Parameter.builder()
                    .setName(name)
                    .setType(Parameter.Type.OTHER)
                    .optShape(shape)
                    .build()));
    return all;
  }
}
