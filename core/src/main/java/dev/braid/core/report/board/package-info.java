/**
 * The page about a comparison, made from its {@code leaderboard.json}. Ranking and statistics are
 * in {@code compare}; pages of single runs, and what pages share, in {@code report}.
 */
@NullMarked
package dev.braid.core.report.board;

import org.jspecify.annotations.NullMarked;
