package dev.parley.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Processor time and memory of one process and its children, from {@code /proc}. */
public final class ProcessMeter {
    /** The kernel's unit in {@code /proc/pid/stat}, the same on every Linux that runs Java. */
    private static final long TICK_NANOS = 10_000_000;

    private static final int USER_TIME_FIELD = 11;

    private final long pid;

    public ProcessMeter(long pid) {
        this.pid = pid;
    }

    public long pid() {
        return pid;
    }

    /** User and system time since the process began. */
    public Duration cpu() {
        long ticks = 0;
        for (long each : family()) {
            // The name in parentheses may hold spaces; the state follows it.
            String stat = read(each, "stat");
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            if (fields.length > USER_TIME_FIELD + 1) {
                ticks += Long.parseLong(fields[USER_TIME_FIELD]) + Long.parseLong(fields[USER_TIME_FIELD + 1]);
            }
        }
        return Duration.ofNanos(ticks * TICK_NANOS);
    }

    /** Memory that is resident now, what it shares with others counted in proportion. */
    public long residentBytes() {
        long kilobytes = 0;
        for (long each : family()) {
            kilobytes += read(each, "smaps_rollup")
                    .lines()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .sum();
        }
        return kilobytes * 1024;
    }

    private List<Long> family() {
        return ProcessHandle.of(pid)
                .map(handle -> Stream.concat(Stream.of(handle), handle.descendants())
                        .map(ProcessHandle::pid)
                        .toList())
                .orElse(List.of());
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (NoSuchFileException ended) {
            return ") ";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
