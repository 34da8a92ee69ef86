package dev.parley.system.permission;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The expected outcomes, read from {@code permissions.txt}. */
final class PermissionTable {
    private static final String RESOURCE = "permissions.txt";
    private static final String NOT_APPLICABLE = "-";
    private static final int LEADING_COLUMNS = 2;

    private final Map<Cell, String> outcomes = new TreeMap<>();

    private PermissionTable() {}

    static PermissionTable read() {
        PermissionTable table = new PermissionTable();
        lines().stream()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .forEach(table::addRow);
        return table;
    }

    Map<Cell, String> outcomes() {
        return outcomes;
    }

    private void addRow(String line) {
        List<String> columns = List.of(line.split("\\s+"));
        Standing[] standings = Standing.values();
        if (columns.size() != LEADING_COLUMNS + standings.length) {
            throw new AssertionError("a row of the table has not as many columns as its head: " + line);
        }
        Place place = Place.valueOf(columns.get(1).toUpperCase(Locale.ROOT));
        for (int i = 0; i < standings.length; i++) {
            String outcome = columns.get(LEADING_COLUMNS + i);
            Cell cell = new Cell(columns.getFirst(), place, standings[i]);
            if (!outcome.equals(NOT_APPLICABLE) && outcomes.put(cell, outcome) != null) {
                throw new AssertionError("the table has two rows for " + cell);
            }
        }
    }

    private static List<String> lines() {
        try (InputStream resource = PermissionTable.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new AssertionError(RESOURCE + " is not on the class path");
            }
            return new String(resource.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
