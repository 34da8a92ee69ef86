package dev.parley.contract.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files in {@code docs/}; Maven runs tests in the module's folder. */
final class Documents {
    private static final String FENCE = "```";

    private Documents() {}

    /**
     * A fenced block of JSON values.
     *
     * @param kind what stands after {@code json}: client, server, command, event, answer, or nothing
     * @param line of the fence, from 1
     */
    record Block(String kind, int line, String json) {}

    static String read(String name) {
        try {
            return Files.readString(Path.of("..", "docs", name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static List<Block> jsonBlocks(String document) {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = document.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String opening = lines.get(i).strip();
            if (!opening.startsWith(FENCE)) {
                continue;
            }
            int end = i + 1;
            while (!lines.get(end).strip().equals(FENCE)) {
                end++;
            }
            if (opening.startsWith(FENCE + "json")) {
                String kind =
                        opening.substring(FENCE.length() + "json".length()).strip();
                blocks.add(new Block(kind, i + 1, String.join("\n", lines.subList(i + 1, end))));
            }
            i = end;
        }
        return blocks;
    }
}
