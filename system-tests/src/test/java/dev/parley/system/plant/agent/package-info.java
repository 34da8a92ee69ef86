@NullMarked
package dev.parley.system.plant.agent;

import org.jspecify.annotations.NullMarked;
