/**
 * A chat for the terminal, and the shortest complete client of the protocol: {@link dev.parley.local.chat.ChatSession} keeps
 * one connection alive over whatever happens to it, {@link dev.parley.local.chat.GatewayConnection} is one WebSocket,
 * {@link dev.parley.local.chat.History} asks history-service, {@link dev.parley.local.chat.Transcript} is what people read.
 */
@NullMarked
package dev.parley.local.chat;

import org.jspecify.annotations.NullMarked;
