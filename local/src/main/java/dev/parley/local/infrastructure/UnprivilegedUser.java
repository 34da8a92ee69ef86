package dev.parley.local.infrastructure;

import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How root runs PostgreSQL, which refuses to run as root. Anybody else just runs it.
 *
 * <p>The first choice is a user namespace ({@code unshare -U}): the process sees itself and root's files as nobody's, while
 * access to files is still root's, so the data may lie anywhere, even below {@code /root}. Where namespaces are forbidden, as
 * in many containers, it really becomes nobody, who then owns the data and must be able to reach it.
 */
enum UnprivilegedUser {
    /** We aren't root. */
    SELF(List.of()),
    NAMESPACE(List.of("unshare", "-U")),
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private final List<String> prefix;

    UnprivilegedUser(List<String> prefix) {
        this.prefix = prefix;
    }

    static UnprivilegedUser find() {
        if (!"0".equals(output(List.of("id", "-u")))) {
            return SELF;
        }
        for (var candidate : List.of(NAMESPACE, NOBODY)) {
            var user = output(candidate.command(List.of("id", "-u")));
            if (!user.isEmpty() && !user.equals("0")) {
                return candidate;
            }
        }
        throw new LocalFailure("PostgreSQL does not run as root, and neither unshare nor setpriv work here;"
                + " run this as another user");
    }

    List<String> command(List<String> arguments) {
        var all = new ArrayList<>(prefix);
        all.addAll(arguments);
        return all;
    }

    /** Gives the folder to the user that PostgreSQL will run as. */
    void own(Path folder) {
        if (this == NOBODY) {
            output(List.of("chown", "-R", "65534:65534", folder.toString()));
        }
    }

    /** Standard output, or nothing if the command isn't there or failed. */
    private static String output(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0 ? printed.strip() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted", e);
        }
    }
}
