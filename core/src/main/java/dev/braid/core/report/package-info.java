/**
 * Pages about runs and comparisons: {@code report.html} and {@code MODEL_CARD.md}, made from the
 * files of a run directory alone, without engine, parts or data. A page is one file that reaches
 * for nothing outside. What is measured and written during training is in {@code experiment}.
 */
@NullMarked
package dev.braid.core.report;

import org.jspecify.annotations.NullMarked;
