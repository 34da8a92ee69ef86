package dev.parley.system.plant;

import dev.parley.local.LocalFailure;
import dev.parley.system.plant.agent.Agent;
import dev.parley.system.plant.agent.Bug;
import dev.parley.system.plant.agent.CrashPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** The folder in which the {@link Agent} in one service finds what it has to do. */
final class Orders {
    private final Path folder;
    private int number;

    /** @param folder is made; no bug is ordered yet */
    Orders(Path folder) {
        this.folder = folder.toAbsolutePath();
        try {
            Files.createDirectories(this.folder);
        } catch (IOException e) {
            throw new LocalFailure("cannot make " + folder + ": " + e.getMessage(), e);
        }
        bug(null);
    }

    Path folder() {
        return folder;
    }

    /** @param bug null for none */
    void bug(@Nullable Bug bug) {
        number++;
        write(Agent.BUG, number + " " + (bug == null ? Agent.NO_BUG : bug.label()));
    }

    /** Whether the last order about a bug was followed. */
    boolean planted() {
        try {
            return Files.readString(folder.resolve(Agent.PLANTED)).equals(Integer.toString(number));
        } catch (IOException notYet) {
            return false;
        }
    }

    /** @param nth passing of the point, from when the order is heeded; the first is 1 */
    void crash(CrashPoint point, int nth) {
        write(Agent.CRASH, point.label() + ":" + nth);
    }

    boolean crashHeeded() {
        return !Files.exists(folder.resolve(Agent.CRASH));
    }

    /** It is there whole, or as it was. */
    private void write(String name, String text) {
        Path unfinished = folder.resolve(name + ".new");
        try {
            Files.writeString(unfinished, text);
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LocalFailure("cannot write " + folder.resolve(name) + ": " + e.getMessage(), e);
        }
    }
}
