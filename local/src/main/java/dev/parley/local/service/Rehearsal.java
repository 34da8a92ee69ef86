package dev.parley.local.service;

import java.net.URI;

/** What services that learn are asked to do beyond starting, so that their JVMs know from the first second which code it takes. */
@FunctionalInterface
public interface Rehearsal {
    /** They start, and that is all. */
    Rehearsal NONE = (_, _) -> {};

    /**
     * Returns when it is done; fails with a {@link dev.parley.local.LocalFailure}.
     *
     * @param gateway base address of a gateway that is ready
     * @param history base address of history-service
     */
    void perform(URI gateway, URI history);
}
