package dev.parley.system.faults.check;

/** What can be wrong. Each is counted on its own, and each must be 0. */
public enum Column {
    MISSING("acknowledged and missing"),
    DOUBLED("effects doubled"),
    CONTRADICTED("answers that contradict"),
    HOLES("sequences with holes"),
    REORDERED("commands of a connection reordered"),
    OUT_OF_ORDER("deliveries repeated or out of order"),
    SKIPPED("deliveries skipped without reset"),
    BEHIND("listeners behind at the end"),
    ALTERED("deliveries unlike the log"),
    AFTER_END("deliveries after removal or ban"),
    UNSEEN("reads of what may not be seen"),
    READS("reads refused or unlike the log"),
    PROJECTION("projections unlike the log"),
    GARBLED("frames nobody understands");

    private final String title;

    Column(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
