/** The claims about the chart, {@code k8s/}, alerts and dashboards. No cluster and no helm program is needed. */
@NullMarked
package dev.parley.helm;

import org.jspecify.annotations.NullMarked;
