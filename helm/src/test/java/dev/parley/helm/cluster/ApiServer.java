package dev.parley.helm.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Keeps objects under their paths, as Kubernetes' API server does; takes everything, runs nothing. */
public final class ApiServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, ObjectNode> objects = new ConcurrentSkipListMap<>();
    private final HttpServer server;

    public ApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** What a client is configured with. */
    public String kubeConfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                users: [{name: test, user: {}}]
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                """.formatted(server.getAddress().getPort());
    }

    /** The object at {@code namespaces/<namespace>/<plural>/<name>}, of whatever group. */
    public Optional<ObjectNode> find(String namespace, String plural, String name) {
        var end = "/namespaces/" + namespace + "/" + plural + "/" + name;
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(end))
                .map(entry -> entry.getValue().deepCopy())
                .findFirst();
    }

    /** Makes a Secret, as somebody else would. */
    public void addSecret(String namespace, String name, Map<String, String> base64) {
        var secret = json.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
        secret.putObject("metadata").put("name", name).put("namespace", namespace);
        base64.forEach(secret.putObject("data")::put);
        objects.put("/api/v1/namespaces/" + namespace + "/secrets/" + name, secret);
    }

    /** Changes an object as somebody else would. */
    public void put(String namespace, String plural, ObjectNode object) {
        var name = object.path("metadata").path("name").asText();
        objects.replaceAll((path, old) ->
                path.endsWith("/namespaces/" + namespace + "/" + plural + "/" + name) ? object.deepCopy() : old);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath().replaceAll("/$", "");
            var discovered = Discovery.answer(json, path);
            if (discovered.isPresent()) {
                reply(exchange, OK, discovered.get());
                return;
            }
            switch (exchange.getRequestMethod()) {
                case "GET" -> get(exchange, path);
                case "POST" -> create(exchange, path);
                case "PUT", "PATCH" -> change(exchange, path);
                case "DELETE" -> reply(exchange, objects.remove(path) == null ? NOT_FOUND : OK, status("Success"));
                default -> reply(exchange, NOT_FOUND, status("NotFound"));
            }
        }
    }

    private void get(HttpExchange exchange, String path) throws IOException {
        var object = objects.get(path);
        if (object != null) {
            reply(exchange, OK, object);
        } else if (Discovery.isCollection(path)) {
            reply(
                    exchange,
                    OK,
                    list(
                            path,
                            Optional.ofNullable(exchange.getRequestURI().getQuery())
                                    .orElse("")));
        } else {
            reply(exchange, NOT_FOUND, status("NotFound"));
        }
    }

    private ObjectNode list(String path, String query) {
        var wanted = labels(query);
        var list = Discovery.list(json, path);
        var items = list.putArray("items");
        objects.forEach((place, object) -> {
            var labels = object.path("metadata").path("labels");
            var selected = wanted.entrySet().stream()
                    .allMatch(label -> labels.path(label.getKey()).asText().equals(label.getValue()));
            if (place.startsWith(path + "/") && selected) {
                items.add(object);
            }
        });
        return list;
    }

    private static Map<String, String> labels(String query) {
        var labels = new LinkedHashMap<String, String>();
        Stream.of(query.split("&"))
                .filter(part -> part.startsWith("labelSelector="))
                .flatMap(part ->
                        Stream.of(part.substring("labelSelector=".length()).split(",")))
                .map(label -> label.split("=", 2))
                .filter(label -> label.length == 2)
                .forEach(label -> labels.put(label[0], label[1]));
        return labels;
    }

    private void create(HttpExchange exchange, String path) throws IOException {
        var object = body(exchange);
        var place = path + "/" + object.path("metadata").path("name").asText();
        if (objects.putIfAbsent(place, object) != null) {
            reply(exchange, CONFLICT, status("AlreadyExists"));
            return;
        }
        object.withObject("/metadata").put("uid", place).put("resourceVersion", "1");
        reply(exchange, CREATED, object);
    }

    private ObjectNode body(HttpExchange exchange) throws IOException {
        var bytes = exchange.getRequestBody().readAllBytes();
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        return "application/vnd.kubernetes.protobuf".equals(type)
                ? new ReleaseRecord(json).read(bytes)
                : (ObjectNode) json.readTree(bytes);
    }

    private void change(HttpExchange exchange, String path) throws IOException {
        var change = body(exchange);
        var changed = objects.computeIfPresent(
                path,
                (place, old) -> exchange.getRequestMethod().equals("PUT") ? change : merged(old.deepCopy(), change));
        reply(exchange, changed == null ? NOT_FOUND : OK, changed == null ? status("NotFound") : changed);
    }

    /** RFC 7386; what a strategic patch adds to it does not matter to what is looked at here. */
    private static ObjectNode merged(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                target.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode inner
                    && target.get(field.getKey()) instanceof ObjectNode old) {
                target.set(field.getKey(), merged(old, inner));
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
        return target;
    }

    private ObjectNode status(String reason) {
        return json.createObjectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", reason.equals("Success") ? "Success" : "Failure")
                .put("reason", reason)
                .put("code", reason.equals("Success") ? OK : NOT_FOUND);
    }

    private void reply(HttpExchange exchange, int code, JsonNode body) throws IOException {
        var bytes = json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
