/**
 * The command {@code parley}: what its options mean and what it prints. A failure is one line on standard error and an exit
 * status that isn't 0. What it starts is in the neighbouring packages.
 */
@NullMarked
package dev.parley.local.cli;

import org.jspecify.annotations.NullMarked;
