package dev.braid.fusion;

import dev.braid.fusion.FusionPropertyTest.Case;
import java.util.ArrayList;
import java.util.List;

/** Operators on tokens with options that together reach every branch of theirs. */
final class TokenCases {

  private TokenCases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>(transformers());
    all.add(
        Case.of(
            "graph",
            "'width': 8, 'heads': 2, 'layers': 2, 'level': 'token', 'negative_slope': 0.2,"
                + " 'activation': 'elu', 'residual': true, 'pooling': 'mean'"));
    all.add(
        Case.of(
            "graph",
            "'width': 8, 'heads': 2, 'layers': 2, 'level': 'token', 'negative_slope': 0.2,"
                + " 'activation': 'elu', 'pooling': 'none'"));
    all.add(
        Case.of(
            "graph",
            "'width': 8, 'heads': 2, 'layers': 1, 'level': 'modality', 'negative_slope': 0.2,"
                + " 'activation': 'elu', 'pooling': 'last'"));
    all.add(
        Case.of(
            "bilinear-attention", "'hidden': 4, 'factor': 2, 'glimpses': 2, 'activation': 'tanh'"));
    all.add(
        Case.of(
            "bilinear-attention",
            "'width': 6, 'hidden': 3, 'factor': 1, 'glimpses': 3, 'activation': 'gelu'"));
    return all;
  }

  static List<Case> transformers() {
    return List.of(
        cross("'pre_norm': true, 'pooling': 'mean', 'combine': 'concat'"),
        cross("'pre_norm': false, 'pooling': 'last', 'combine': 'sum', 'self_attention': true"),
        cross("'pre_norm': true, 'pooling': 'cls', 'combine': 'product', 'self_attention': true"),
        cross("'pre_norm': false, 'pooling': 'first', 'combine': 'mean', 'layers': 2"),
        cross(
            "'pre_norm': true, 'pooling': 'cls', 'query': 'picture', 'layers': 2, 'self_attention': true"),
        cross("'pre_norm': false, 'pooling': 'mean', 'query': 'sound'"),
        transformer(
            "co-attention",
            "'layers': 2, 'pre_norm': false, 'pooling': 'last', 'combine': 'concat'"),
        transformer(
            "co-attention",
            "'layers': 1, 'pre_norm': true, 'pooling': 'cls', 'combine': 'product'"),
        transformer(
            "merged-attention",
            "'layers': 2, 'pre_norm': true, 'pooling': 'none', 'type_embedding': true"),
        transformer("merged-attention", "'layers': 1, 'pre_norm': false, 'pooling': 'cls'"),
        transformer(
            "mult",
            "'layers': 2, 'memory_layers': 1, 'feed_forward_factor': 2, 'pooling': 'last',"
                + " 'residual': true"),
        transformer(
            "mult", "'layers': 1, 'memory_layers': 2, 'feed_forward_factor': 1, 'pooling': 'mean'"),
        transformer(
            "bottleneck",
            "'layers': 3, 'fusion_layer': 1, 'bottlenecks': 3, 'pre_norm': true, 'pooling': 'cls',"
                + " 'combine': 'concat'"),
        transformer(
            "bottleneck",
            "'layers': 2, 'bottlenecks': 1, 'pre_norm': false, 'pooling': 'mean', 'combine':"
                + " 'mean'"),
        transformer(
            "perceiver",
            "'layers': 2, 'latents': 3, 'self_layers': 1, 'include_latents': true,"
                + " 'type_embedding': true, 'pooling': 'none'"),
        transformer("perceiver", "'layers': 1, 'latents': 2, 'pooling': 'mean'"),
        transformer(
            "q-former",
            "'layers': 3, 'queries': 3, 'cross_frequency': 2, 'pre_norm': true, 'pooling': 'none'"),
        transformer(
            "q-former",
            "'layers': 2, 'queries': 2, 'cross_frequency': 1, 'type_embedding': true, 'pooling':"
                + " 'mean'"),
        transformer(
            "gated-cross-attention",
            "'layers': 2, 'main': 'picture', 'self_attention': true, 'pooling': 'none'"),
        transformer("gated-cross-attention", "'layers': 1, 'pooling': 'last'"));
  }

  private static Case cross(String options) {
    return transformer(
        "cross-attention",
        (options.contains("layers") ? "" : "'layers': 1, ")
            + (options.contains("combine") ? "" : "'combine': 'concat', ")
            + options);
  }

  private static Case transformer(String type, String options) {
    return Case.of(type, "'width': 8, 'heads': 2, 'activation': 'gelu', " + options);
  }
}
