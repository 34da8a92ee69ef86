package dev.parley.system.permission;

import dev.parley.system.client.Requests;
import io.restassured.response.Response;
import java.util.List;
import java.util.Set;

/**
 * A read over HTTP as it is tried.
 *
 * @param name its row in the table: the path below {@code /api}
 * @param lists whether the room is looked for in a list; else the status is the outcome
 */
record ReadDeed(String name, Set<Place> places, boolean lists, Asking asking) {

    /** Asks for it. */
    interface Asking {
        Response ask(Requests history, String token, Scene scene, String needle);
    }

    private static final int OK = 200;
    private static final int PAGE = 100;

    private static final List<ReadDeed> ALL = List.of(
            ofRoom("/rooms/{room}"),
            ofRoom("/rooms/{room}/members"),
            ofRoom("/rooms/{room}/messages"),
            ofRoom("/rooms/{room}/events"),
            list("/rooms", (history, token, _, _) -> history.as(token).get("/api/rooms")),
            list(
                    "/rooms/public",
                    (history, token, _, needle) -> history.as(token)
                            .queryParam("q", needle)
                            .queryParam("limit", PAGE)
                            .get("/api/rooms/public")),
            list(
                    "/search",
                    (history, token, _, needle) -> history.as(token)
                            .queryParam("q", needle)
                            .queryParam("limit", PAGE)
                            .get("/api/search")),
            anywhere(
                    "/people",
                    (history, token, _, _) ->
                            history.as(token).queryParam("q", "a").get("/api/people")),
            anywhere("/me", (history, token, _, _) -> history.as(token).get("/api/me")));

    static List<ReadDeed> all() {
        return ALL;
    }

    /** Whether the room is in the answer's list, or the answer's status. */
    String outcome(Requests history, String token, Scene scene, String needle) {
        Response response = asking.ask(history, token, scene, needle);
        if (!lists || response.statusCode() != OK) {
            return Integer.toString(response.statusCode());
        }
        return response.asString().contains(scene.room().toString()) ? "listed" : "absent";
    }

    private static ReadDeed ofRoom(String path) {
        return new ReadDeed(
                path,
                Place.rooms(),
                false,
                (history, token, scene, _) -> history.as(token).get("/api" + path, scene.room()));
    }

    private static ReadDeed list(String path, Asking asking) {
        return new ReadDeed(path, Place.rooms(), true, asking);
    }

    private static ReadDeed anywhere(String path, Asking asking) {
        return new ReadDeed(path, Set.of(Place.NONE), false, asking);
    }
}
