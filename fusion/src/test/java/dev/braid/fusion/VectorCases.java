package dev.braid.fusion;

import dev.braid.fusion.FusionPropertyTest.Case;
import java.util.List;

/** Operators on pooled vectors with options that together reach every branch of theirs. */
final class VectorCases {

  private VectorCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("sum", ""),
        Case.of("sum", "'width': 6"),
        Case.of("concat", "'hidden': []"),
        Case.of("concat", "'hidden': [8], 'output': 5, 'activation': 'gelu'"),
        Case.of("attention", "'width': 4"),
        Case.of("bilinear", "'output': 4"),
        Case.of("comparator", "'width': 3, 'activation': 'tanh'"),
        Case.of("deep-sets", "'normalize': 'feature', 'pooling': 'mean', 'hidden': []"),
        Case.of(
            "deep-sets",
            "'width': 4, 'attention': true, 'normalize': 'modality', 'pooling': 'max',"
                + " 'hidden': [5], 'output': 3, 'activation': 'gelu'"),
        Case.of(
            "deep-sets",
            "'width': 4, 'attention': true, 'attention_width': 3, 'normalize': 'none',"
                + " 'pooling': 'min', 'hidden': []"),
        Case.of("film", "'residual': true"),
        Case.of("film", "'residual': false, 'width': 6, 'output': 3, 'main': 'sound'"),
        Case.of("gated", "'width': 4, 'form': 'multimodal', 'bias': true"),
        Case.of("gated", "'width': 4, 'form': 'softmax'"),
        Case.of("gated", "'width': 4, 'form': 'bimodal', 'bias': true"),
        Case.of("late", "'output': 4, 'weighting': 'mean', 'space': 'probabilities'"),
        Case.of("late", "'output': 4, 'weighting': 'learned', 'space': 'logits'"),
        Case.of("low-rank-tensor", "'rank': 2, 'output': 4"),
        Case.of("mag", "'beta': 0.5, 'layer_norm': true, 'main': 'picture'"),
        Case.of("mag", "'beta': 2"),
        Case.of("max", ""),
        Case.of("max", "'width': 4"),
        Case.of("mean", ""),
        Case.of("mean", "'width': 4"),
        Case.of(
            "mixture-of-experts", "'width': 4, 'hidden': [5], 'activation': 'gelu', 'joint': true"),
        Case.of("mixture-of-experts", "'width': 4, 'hidden': [], 'top_k': 2"),
        Case.of("multiplicative-interaction", "'mode': 'matrix', 'output': 4"),
        Case.of("multiplicative-interaction", "'mode': 'vector'"),
        Case.of("multiplicative-interaction", "'mode': 'scalar'"),
        Case.of("nl-gate", "'positions': 2, 'channels': 3, 'memory': 2, 'main': 'picture'"),
        Case.of("product", ""),
        Case.of("product", "'width': 4, 'activation': 'sigmoid'"),
        Case.of("product-of-experts", "'width': 4, 'prior': true, 'output': 'mean_log_variance'"),
        Case.of("product-of-experts", "'width': 4, 'output': 'mean'"),
        Case.of("tensor", "'hidden': []"),
        Case.of("tensor", "'width': 2, 'hidden': [5], 'output': 4, 'activation': 'relu'"),
        lowRank("block", "'hidden': 8, 'chunks': 3, 'rank': 2, 'normalization': 'before_cat'"),
        lowRank("block", "'hidden': 7, 'chunks': 3, 'rank': 2, 'normalization': 'after_cat'"),
        lowRank("mcb", "'hidden': 16, 'activation_output': 'tanh', 'normalize': true"),
        lowRank("mcb", "'hidden': 5, 'activation_output': 'relu', 'normalize': false"),
        lowRank("mfb", "'hidden': 6, 'factor': 3, 'activation_input': 'relu', 'normalize': true"),
        lowRank("mfh", "'hidden': 6, 'factor': 2, 'stages': 3, 'activation_input': 'tanh'"),
        lowRank("mfh", "'hidden': 6, 'factor': 2, 'stages': 2, 'normalize': true"),
        lowRank("mlb", "'hidden': 9, 'activation_input': 'relu', 'normalize': true"),
        lowRank("mlb", "'hidden': 9, 'activation_input': 'tanh', 'activation_output': 'relu'"),
        lowRank("mutan", "'hidden': 4, 'rank': 3, 'normalize': true"),
        lowRank("tucker", "'hidden': 3, 'normalize': true"));
  }

  private static Case lowRank(String type, String options) {
    return Case.of(type, "'output': 5, " + options);
  }
}
