/**
 * The three services as OCI images, made with Jib: without Docker, to a registry or to files. What an image holds is decided
 * here and nowhere else.
 */
@NullMarked
package dev.parley.local.image;

import org.jspecify.annotations.NullMarked;
