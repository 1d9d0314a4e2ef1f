package dev.example.braid;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.braid.api.BraidPlugin;
import dev.braid.api.FusionFactory;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Form;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code y = Σ w_m P_m x_m} over the inputs that are there, with a learned scalar for each. */
public final class WeightedSum implements BraidPlugin, FusionFactory<WeightedSum.Options> {

  /** Options of {@code weighted-sum}. */
  public record Options(
      @Option(value = "size of the result", byDefault = "256", min = 1, max = 65536) int width) {}

  @Override
  public List<FusionFactory<?>> fusions() {
    return List.of(this);
  }

  @Override
  public String type() {
    return "weighted-sum";
  }

  @Override
  public String description() {
    return "sum of projections, each with a learned weight";
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  public Form wants(Options options) {
    return Form.POOLED;
  }

  @Override
  public EncodingSpec output(Options options, FusionInputs inputs, Problems problems) {
    return EncodingSpec.pooled(options.width());
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options.width(), inputs);
  }

  private static final class Block extends Fusion {
    private final Map<String, Linear> projections = new LinkedHashMap<>();
    private final Map<String, Parameter> weights = new LinkedHashMap<>();

    Block(int width, FusionInputs inputs) {
      super(inputs, Form.POOLED);
      for (String name : inputs.names()) {
        Linear projection = new Linear(inputs.width(name), width);
        projections.put(name, child("projection." + name, projection));
        weights.put(name, parameter("weight." + name, Init.ones(), 1));
      }
    }

    @Override
    public Encoding fuse(Map<String, Encoding> inputs, boolean training) {
      List<NDArray> terms = new ArrayList<>();
      List<NDArray> presences = new ArrayList<>();
      for (String name : names()) {
        Encoding input = inputs.get(name);
        NDArray present = input.present();
        NDArray x = Tensors.orZeros(present, input.requirePooled()); // absent values may be NaN
        NDArray term = projections.get(name).apply(x).mul(weights.get(name).getArray());
        terms.add(Tensors.orZeros(present, term)); // nor does the bias of an absent input count
        presences.add(present);
      }
      return Encoding.ofPooled(Tensors.sum(terms), Tensors.any(presences));
    }
  }
}
