package dev.braid.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import dev.braid.api.Option;
import dev.braid.api.Problems;
import dev.braid.api.Reference;
import dev.braid.api.model.Encoding;
import dev.braid.api.model.EncodingSpec;
import dev.braid.api.model.Fusion;
import dev.braid.api.model.FusionInputs;
import dev.braid.api.nn.Init;
import dev.braid.api.nn.Linear;
import dev.braid.api.nn.Module;
import dev.braid.api.nn.Nonlinearity;
import dev.braid.api.nn.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code graph}: message passing with learned edge weights on the complete graph, self-loops
 * included, of all inputs' tokens or of the inputs:
 *
 * <pre>{@code
 * v    = P_m x_m, or P_m mean(x_m) with level modality   [B, n, width]
 * h    = W v                                             [B, n, heads, width/heads]
 * e_ij = LeakyReLU(target_k . h_i + source_k . h_j)      for each head k
 * a_ij = softmax of e_ij over the real nodes j
 * v_i <- [sum_j a_ij h_j]_k + bias                       [+ v_i]; activation but in the last layer
 * y    = pool(v)                                         [B, width]; with pooling none the nodes
 * }</pre>
 *
 * Graph Attention Networks, Veličković et al. 2018 (arXiv:1710.10903). Memory grows with the square
 * of the number of nodes.
 *
 * <p>The nodes of an input that a sample lacks are neither attended nor pooled.
 */
public final class GraphFusion extends TokenFactory<GraphFusion.Options> {

  /** What a node is. */
  public enum Level {
    /** A token of an input. */
    TOKEN,
    /** An input: the mean of its tokens. */
    MODALITY
  }

  /** The options of {@code graph}. */
  public record Options(
      @Option(value = TokenOptions.WIDTH, byDefault = "256", min = 1) @Nullable Integer width,
      @Option(value = TokenOptions.HEADS, byDefault = "4", min = 1) int heads,
      @Option(value = TokenOptions.LAYERS, byDefault = "1", min = 1) int layers,
      @Option(value = "What a node is: a token, or a whole modality", byDefault = "token")
          Level level,
      @Option(value = "Slope of the LeakyReLU below zero", byDefault = "0.2", min = 0)
          double negativeSlope,
      @Option(value = "Function between layers", byDefault = "elu") Nonlinearity activation,
      @Option(value = "Whether each layer adds to its nodes", byDefault = "false") boolean residual,
      @Option(
              value = "How the nodes become one vector: mean, first or last; none yields the nodes",
              byDefault = "mean")
          Pooling pooling)
      implements TokenOptions {}

  /** As the plugin lists it. */
  public GraphFusion() {
    super(false, Pooling.MEAN, Pooling.FIRST, Pooling.LAST, Pooling.NONE);
  }

  @Override
  public String type() {
    return "graph";
  }

  @Override
  public String description() {
    return "Graph attention among the tokens of all inputs, or among the inputs (GAT)";
  }

  @Override
  public Reference reference() {
    return Reference.of(
            "Graph attention over all inputs' tokens",
            """
            v    = P_m x_m, or P_m mean(x_m) with level: modality    n nodes
            h    = W v, in heads
            e_ij = LeakyReLU(target_k · h_i + source_k · h_j)       for each head k
            a_ij = softmax of e_ij over the real nodes j
            v_i <- [Σ_j a_ij h_j]_k + bias (+ v_i with residual); activation but in the last layer
            y    = pool(v); with pooling: none the nodes
            """)
        .from("Graph Attention Networks, Veličković et al. 2018, arXiv:1710.10903")
        .absent("Its nodes are neither attended nor pooled.")
        .yields("width")
        .cost("projections", "Σ_m (d_m + 1) · width", "Σ_m T_m · d_m · width")
        .cost("layers", "layers · (width² + 3 · width)", "layers · (T · width² + T² · width)")
        .example("width: W")
        .advice(
            "Few parameters, since a layer has one matrix and no feed-forward; with level: "
                + "modality cheap for many inputs. Which nodes attract attention is nearly the "
                + "same for every node, as a score is a sum of two terms: where tokens should pick "
                + "their partners take `merged-attention`. Memory grows with the square of the "
                + "nodes.")
        .flow(
            """
            x1 = x_1 [T_1, d_1] | x2 = x_2 [T_2, d_2]
            p1 = P_1 [T_1, width] | p2 = P_2 [T_2, width]
            v = nodes, all connected [T_1 + T_2, width]
            [layers times
            h = h = W v, in heads
            a = softmax over nodes
            m = weighted sum of h
            ]
            y = pool [width]
            x1 > p1 > v
            x2 > p2 > v
            v > h > a > m > y
            """);
  }

  @Override
  public Class<Options> options() {
    return Options.class;
  }

  @Override
  EncodingSpec output(Options options, FusionInputs inputs, int width, Problems problems) {
    // A node that stands for a whole input is none of its tokens.
    List<String> streams = options.level() == Level.TOKEN ? inputs.names() : List.of();
    return options.pooling().spec(width, streams);
  }

  @Override
  public Fusion create(Options options, FusionInputs inputs) {
    return new Block(options, inputs);
  }

  private static final class Block extends JointFusion {

    private final Options options;
    private final List<Layer> layers;

    Block(Options options, FusionInputs inputs) {
      super(inputs, options, false);
      this.options = options;
      int width = Projection.width(options.width(), inputs);
      layers =
          IntStream.range(0, options.layers())
              .mapToObj(
                  i ->
                      child(
                          "layers." + i,
                          new Layer(width, options.heads(), options.negativeSlope())))
              .toList();
    }

    @Override
    Encoding fuseTokens(
        PerInput<NDArray> x, PerInput<NDArray> masks, NDArray present, boolean training) {
      if (options.level() == Level.TOKEN) {
        return super.fuseTokens(x, masks, present, training);
      }
      return super.fuseTokens(
          x.map((m, tokens) -> Tensors.maskedMean(tokens, masks.get(m)).expandDims(1)),
          masks.map((m, mask) -> Tensors.anyReal(mask).expandDims(1)),
          present,
          training);
    }

    @Override
    Sequence read(Sequence joint, boolean training) {
      NDArray v = joint.tokens();
      for (int i = 0; i < layers.size(); i++) {
        NDArray y = layers.get(i).apply(v, joint.mask());
        NDArray sum = options.residual() ? y.add(v) : y;
        v = i + 1 < layers.size() ? options.activation().apply(sum) : sum;
      }
      return new Sequence(v, joint.mask());
    }
  }

  /** One round of messages. */
  private static final class Layer extends Module {

    private final int heads;
    private final float negativeSlope;
    private final Parameter weight;
    private final Parameter source;
    private final Parameter target;
    private final Parameter bias;

    Layer(int width, int heads, double negativeSlope) {
      this.heads = heads;
      this.negativeSlope = (float) negativeSlope;
      int head = width / heads;
      weight = parameter("weight", Init.xavier(width, width), width, width);
      source = parameter("attention_source", Init.xavier(head, 1), heads, head);
      target = parameter("attention_target", Init.xavier(head, 1), heads, head);
      bias = parameter("bias", Init.zeros(), width);
    }

    /** Nodes {@code [B, n, width]} under {@code [B, n]}. */
    NDArray apply(NDArray v, NDArray mask) {
      NDArray h =
          Linear.apply(v, weight.getArray(), null)
              .reshape(v.getShape().get(0), v.getShape().get(1), heads, -1);
      NDArray to = h.mul(target.getArray()).sum(new int[] {3}).swapAxes(1, 2);
      NDArray from = h.mul(source.getArray()).sum(new int[] {3}).swapAxes(1, 2);
      // [B, heads, i, j]
      NDArray edges = Activation.leakyRelu(to.expandDims(3).add(from.expandDims(2)), negativeSlope);
      NDArray weights = Tensors.maskedSoftmax(edges, mask.expandDims(1).expandDims(1));
      return weights
          .matMul(h.swapAxes(1, 2))
          .swapAxes(1, 2)
          .reshape(v.getShape())
          .add(bias.getArray());
    }
  }
}
