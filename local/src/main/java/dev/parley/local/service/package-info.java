/**
 * Parley's services as processes: {@link dev.parley.local.service.Parley} is all of them,
 * {@link dev.parley.local.service.ServiceProcess} is one. They are configured by environment as in production, and only by it.
 */
@NullMarked
package dev.parley.local.service;

import org.jspecify.annotations.NullMarked;
