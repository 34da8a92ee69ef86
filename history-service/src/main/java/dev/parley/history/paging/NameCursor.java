package dev.parley.history.paging;

/**
 * A place in a list that is ordered by name and then by id.
 *
 * @param name as the database orders by it: in lower case
 */
public record NameCursor(String name, String id) {
    public static NameCursor parse(String parameter, String cursor) {
        String[] parts = Cursors.read(parameter, cursor, 2);
        return new NameCursor(parts[0], parts[1]);
    }

    @Override
    public String toString() {
        return Cursors.write(name, id);
    }
}
