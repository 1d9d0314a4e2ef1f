/**
 * Comparing variants of a spec: which variants there are, their trials (a process for each), and
 * the leaderboard with its statistics. It knows specs and run directories, but not how a command
 * line looks: what starts a trial and what is told to people are given to it.
 */
@NullMarked
package dev.braid.core.compare;

import org.jspecify.annotations.NullMarked;
