package dev.parley.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Processor time and memory of one process and its children, from {@code /proc}. */
public final class ProcessMeter {
    /** The kernel's unit in {@code /proc/pid/stat}, the same on every Linux that runs Java. */
    private static final long TICK_NANOS = 10_000_000;

    private static final int USER_TIME_FIELD = 11;

    private static final Pattern COMPILER = Pattern.compile("^C[12] Compiler");

    private final long pid;

    public ProcessMeter(long pid) {
        this.pid = pid;
    }

    public long pid() {
        return pid;
    }

    /** User and system time since the process began. */
    public Duration cpu() {
        return family().stream()
                .map(each -> time(Path.of("/proc", Long.toString(each), "stat")))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** User and system time of HotSpot's compiler threads that are there now; zero for what has none. */
    public Duration compiling() {
        Duration all = Duration.ZERO;
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads.toList()) {
                if (COMPILER.matcher(read(thread.resolve("comm"))).find()) {
                    all = all.plus(time(thread.resolve("stat")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static Duration time(Path file) {
        // The name in parentheses may hold spaces; the state follows it.
        String stat = read(file);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        if (fields.length <= USER_TIME_FIELD + 1) {
            return Duration.ZERO;
        }
        long ticks = Long.parseLong(fields[USER_TIME_FIELD]) + Long.parseLong(fields[USER_TIME_FIELD + 1]);
        return Duration.ofNanos(ticks * TICK_NANOS);
    }

    /** Memory that is resident now, what it shares with others counted in proportion. */
    public long residentBytes() {
        long kilobytes = 0;
        for (long each : family()) {
            kilobytes += read(Path.of("/proc", Long.toString(each), "smaps_rollup"))
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

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException ended) {
            return ") ";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
