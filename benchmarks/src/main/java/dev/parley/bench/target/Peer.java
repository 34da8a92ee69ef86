package dev.parley.bench.target;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Another server that fans out, as small as its documentation makes it.
 *
 * @param name as in the tables; also the folder of its source under {@code benchmarks/peers}
 * @param tools programs that must be in the path
 * @param install commands, run in its own folder, that fetch and build it
 * @param version where what was installed says its version: a path in its folder, and what stands around the version there
 * @param run the command that serves, from its folder and a port
 */
record Peer(
        String name,
        Dialect dialect,
        List<String> tools,
        List<List<String>> install,
        Version version,
        BiFunction<Path, Integer, List<String>> run) {

    /** @param pattern a regular expression whose group is the version */
    record Version(String file, String pattern) {}
}
