package dev.parley.message.sequencing;

/** What makes a command one and the same, however often and wherever it is sent. */
public record CommandKey(String user, String id) {}
