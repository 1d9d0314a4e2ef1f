/**
 * Parts that are wrong in one way each, and that the contracts must find. Nothing here is listed as
 * a plugin.
 */
package dev.braid.testkit.faulty;
