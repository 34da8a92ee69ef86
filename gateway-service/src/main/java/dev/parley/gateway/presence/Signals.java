package dev.parley.gateway.presence;

import dev.parley.contract.frame.Signal;

/** The way out for signals: to all gateways, this one too. Best effort. */
public interface Signals {
    void publish(Signal signal);
}
