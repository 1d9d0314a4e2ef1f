/**
 * Charts as inline SVG: they know numbers and labels, no runs. Colours are classes that the page
 * gives a meaning to, so that one picture is right on light, dark and paper; every mark carries its
 * figures as a title. Pages are made in {@code report}.
 */
@NullMarked
package dev.braid.core.chart;

import org.jspecify.annotations.NullMarked;
