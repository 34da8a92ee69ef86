/** As much of Kubernetes as Helm needs to install, upgrade and uninstall: objects that are kept, and nothing that runs. */
@NullMarked
package dev.parley.helm.cluster;

import org.jspecify.annotations.NullMarked;
