/** Who is behind a request: from a verified token to a person. Verifying is Quarkus OIDC's, offline against the JWKS. */
@NullMarked
package dev.parley.gateway.auth;

import org.jspecify.annotations.NullMarked;
