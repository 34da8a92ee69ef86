/** As much of kustomize as {@code k8s/} uses, and what comes out of it. */
@NullMarked
package dev.parley.helm.kustomize;

import org.jspecify.annotations.NullMarked;
