/**
 * The web page in a real browser, against the real system. The tests themselves are in {@code clients/web/browser}, since
 * they drive a browser in the page's own language; here is what starts them, and what does to a gateway as they ask.
 */
@NullMarked
package dev.parley.system.browser;

import org.jspecify.annotations.NullMarked;
