/** What people do with rooms and messages, driven over the WebSockets of two gateways, one test class for each subject. */
@NullMarked
package dev.parley.system.conversation;

import org.jspecify.annotations.NullMarked;
