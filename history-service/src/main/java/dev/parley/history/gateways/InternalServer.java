package dev.parley.history.gateways;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The internal port's life: it opens when the service starts, and closes when the answers under way are out. */
@ApplicationScoped
public class InternalServer {
    private static final Logger LOG = Logger.getLogger(InternalServer.class);
    private static final int START_SECONDS_MAX = 10;

    private final Vertx vertx;
    private final InternalConfig config;
    private final InternalRoutes routes;
    private final RequestsUnderWay underWay = new RequestsUnderWay();
    private @Nullable HttpServer server;

    InternalServer(Vertx vertx, InternalConfig config, InternalRoutes routes) {
        this.vertx = vertx;
        this.config = config;
        this.routes = routes;
    }

    void start(@Observes StartupEvent starting) {
        ServiceCredential credential = config.credential()
                .filter(secret -> !secret.isBlank())
                .map(ServiceCredential::new)
                .orElseThrow(() -> new ConfigurationException(
                        "parley.internal.credential is not set: gateways and this service need the same secret"
                                + " (environment PARLEY_INTERNAL_CREDENTIAL)"));
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setCompressionSupported(false);
        HttpServer opened = vertx.createHttpServer(options).requestHandler(routes.router(vertx, credential, underWay));
        await(opened.listen());
        server = opened;
        LOG.infof("internal port open: port=%d", opened.actualPort());
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (server == null) {
            return;
        }
        if (!underWay.awaitNone(config.drainTimeout())) {
            LOG.warnf("internal port closed on requests under way: count=%d", underWay.count());
        }
        await(server.close());
    }

    private static <T> void await(Future<T> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("internal port: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("internal port: interrupted", interrupted);
        }
    }
}
