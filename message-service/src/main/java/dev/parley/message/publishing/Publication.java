package dev.parley.message.publishing;

import java.util.Map;

/** One record to be. */
public record Publication(String topic, String key, byte[] value, Map<String, byte[]> headers) {}
