import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One room, everybody in it; each message goes to everybody as it came. */
class Server {
    public static void main(String[] arguments) {
        Set<ServerWebSocket> room = ConcurrentHashMap.newKeySet();
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        HttpServerOptions options = new HttpServerOptions()
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setTcpNoDelay(true);
        vertx.createHttpServer(options)
                .webSocketHandler(socket -> {
                    room.add(socket);
                    socket.closeHandler(_ -> room.remove(socket));
                    socket.exceptionHandler(_ -> room.remove(socket));
                    socket.textMessageHandler(message -> room.forEach(each -> each.writeTextMessage(message)));
                    socket.writeTextMessage("in");
                })
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1");
    }
}
