package dev.parley.gateway;

/** Names this process among the gateways; what it publishes carries it, and what answers it. */
public record GatewayId(String value) {}
