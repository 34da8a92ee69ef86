package dev.parley.local.service;

import dev.parley.local.process.Ports;

/** The two ports of a service: what it is for, and health and metrics. */
public record ServiceEndpoint(int http, int management) {
    static ServiceEndpoint free() {
        return new ServiceEndpoint(Ports.anyFree(), Ports.anyFree());
    }
}
