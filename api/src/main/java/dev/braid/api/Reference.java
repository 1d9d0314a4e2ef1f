package dev.braid.api;

import java.util.ArrayList;
import java.util.List;

/**
 * What only its author knows about a fusion operator, for its page of the reference; name, options,
 * parameters and counts are read from the operator itself. Everything may be left out.
 *
 * <p>Sizes and costs are formulas over the widths {@code d_m} and lengths {@code T_m} of the
 * inputs, numeric options by their names, and {@code N}, {@code D}, {@code T}: the number of
 * inputs, the sum of their widths, the sum of their lengths. {@code d_main} is the width of the
 * input that the option {@code main} or {@code query} names, {@code d_1} that of the first. {@code
 * Σ_m} sums the product that follows over all inputs, {@code Σ_o} over all but the main one, {@code
 * Σ_ab} over pairs; {@code Π_m} takes the next factor alone. A switch counts 1 where it is on.
 *
 * @param brief what it does in at most eight words
 * @param formula what it computes, one line or several
 * @param paper author, year, title, arXiv number
 * @param missing what stands in the place of an input that a sample lacks
 * @param width of the result, a formula
 * @param costs of its pieces, which are added up
 * @param example options in YAML flow syntax, where {@code W} and {@code 4W} stand for the inputs'
 *     width and its multiples; costs hold for these options and other numbers in them
 * @param advice when to use it and when not
 * @param flow of the data, for a picture. A line names boxes from left to right, {@code a = text
 *     [shape] | b = text}; text that begins with {@code *} is a learned value, {@code .} an empty
 *     place. {@code a > b > c} draws arrows, {@code a ~> b} one for what is attended. Lines between
 *     {@code [layers} and {@code ]} are repeated that many times
 */
public record Reference(
    String brief,
    String formula,
    String paper,
    String missing,
    String width,
    List<Cost> costs,
    String example,
    String advice,
    String flow) {

  /** Nothing is known. */
  public static final Reference NONE = new Reference("", "", "", "", "", List.of(), "", "", "");

  /** Keeps a copy of the costs. */
  public Reference {
    costs = List.copyOf(costs);
  }

  /**
   * What a piece of an operator costs.
   *
   * @param piece what costs it
   * @param parameters trained values, a formula, or "" for none
   * @param macs multiply-accumulates of linear layers and matrix products for one sample, a
   *     formula, or "" for none
   */
  public record Cost(String piece, String parameters, String macs) {}

  /** A page that says this. */
  public static Reference of(String brief, String formula) {
    return new Reference(brief, formula.strip(), "", "", "", List.of(), "", "", "");
  }

  /** With the paper or library it comes from. */
  public Reference from(String where) {
    return new Reference(brief, formula, where, missing, width, costs, example, advice, flow);
  }

  /** With what stands in the place of an absent input. */
  public Reference absent(String rule) {
    return new Reference(brief, formula, paper, rule, width, costs, example, advice, flow);
  }

  /** With the width of the result. */
  public Reference yields(String size) {
    return new Reference(brief, formula, paper, missing, size, costs, example, advice, flow);
  }

  /** With the cost of one more piece. */
  public Reference cost(String piece, String parameters, String macs) {
    List<Cost> more = new ArrayList<>(costs);
    more.add(new Cost(piece, parameters, macs));
    return new Reference(brief, formula, paper, missing, width, more, example, advice, flow);
  }

  /** With options that make a fair example. */
  public Reference example(String options) {
    return new Reference(brief, formula, paper, missing, width, costs, options, advice, flow);
  }

  /** With when to use it and when not. */
  public Reference advice(String when) {
    return new Reference(brief, formula, paper, missing, width, costs, example, when, flow);
  }

  /** With a picture of the flow of data. */
  public Reference flow(String picture) {
    return new Reference(brief, formula, paper, missing, width, costs, example, advice, picture);
  }
}
