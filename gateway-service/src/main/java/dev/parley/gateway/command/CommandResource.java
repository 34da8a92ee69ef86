package dev.parley.gateway.command;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.ProblemKind;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.admission.Admission;
import dev.parley.gateway.admission.CommandRate;
import dev.parley.gateway.auth.SignedIn;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** The same door for bots and scripts: one command, one answer. */
@Path("/api/commands")
@Authenticated
public final class CommandResource {
    private final CommandDesk desk;
    private final CommandRate rate;
    private final Admission admission;
    private final Codec codec;
    private final GatewayConfig config;
    private final SecurityIdentity identity;

    CommandResource(
            CommandDesk desk,
            CommandRate rate,
            Admission admission,
            Codec codec,
            GatewayConfig config,
            SecurityIdentity identity) {
        this.desk = desk;
        this.rate = rate;
        this.admission = admission;
        this.codec = codec;
        this.config = config;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            operationId = "command",
            summary = "Send one command and wait for its answer",
            description = "The body is a command as over the WebSocket. Sent again with the same id after it was"
                    + " accepted, it changes nothing and gets the first answer.")
    @APIResponse(responseCode = "200", description = "accepted: the database has committed it")
    @APIResponse(responseCode = "400", description = "invalid", content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(responseCode = "401", description = "no valid token")
    @APIResponse(responseCode = "403", description = "forbidden", content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(responseCode = "404", description = "notFound", content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(responseCode = "409", description = "conflict", content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(responseCode = "413", description = "tooLarge", content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(responseCode = "429", description = "rateLimited", content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "503",
            description = "unavailable: nothing was taken; send it again with the same id",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    @APIResponse(
            responseCode = "504",
            description = "no answer yet: send it again with the same id",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Uni<Response> command(
            @RequestBody(
                            description = "one command",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema =
                                                    @Schema(
                                                            type =
                                                                    org.eclipse.microprofile.openapi.annotations.enums
                                                                            .SchemaType.OBJECT)))
                    byte @Nullable [] body) {
        SignedIn signedIn = SignedIn.from(identity).orElse(null);
        if (signedIn == null) {
            return Uni.createFrom().item(Refusals.unauthenticated("the bearer token names nobody"));
        }
        desk.signedIn(signedIn.person());
        return switch (codec.clientCommand(body == null ? new byte[0] : body)) {
            case Decoded.Refusal<Command> refusal ->
                Uni.createFrom().item(Problem.of(refusal.code(), refusal.message(), refusal.id(), null));
            case Decoded.Value<Command>(Command command) -> submit(signedIn, command);
        };
    }

    private Uni<Response> submit(SignedIn signedIn, Command command) {
        if (admission.ending()) {
            return Uni.createFrom().item(response(CommandDesk.notTaken(command.id())));
        }
        int retryAfterSeconds = rate.retryAfterSeconds(signedIn.person().id());
        if (retryAfterSeconds > 0) {
            return Uni.createFrom().item(response(CommandDesk.tooFast(command.id(), retryAfterSeconds)));
        }
        return Uni.createFrom()
                .<Response>emitter(emitter -> {
                    HttpWaiter waiter = new HttpWaiter(command.id(), emitter);
                    emitter.onTermination(waiter::leave);
                    desk.submit(signedIn.person(), command, waiter);
                })
                .ifNoItem()
                .after(config.answerTimeout())
                .fail()
                .onFailure(TimeoutException.class)
                .recoverWithItem(_ -> unknown(command.id()));
    }

    private Response response(Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted ->
                Response.ok(codec.encode(accepted), MediaType.APPLICATION_JSON_TYPE)
                        .build();
            case Answer.Rejected rejected ->
                Problem.of(rejected.code(), rejected.message(), rejected.id(), rejected.retryAfterSeconds());
        };
    }

    private static Response unknown(String id) {
        return Problem.of(
                ProblemKind.OUTCOME_UNKNOWN,
                "no answer yet; it may still be taken: send it again with the same id",
                id,
                null);
    }

    private final class HttpWaiter implements Waiter {
        private final String id;
        private final UniEmitter<? super Response> emitter;
        private volatile boolean left;

        HttpWaiter(String id, UniEmitter<? super Response> emitter) {
            this.id = id;
            this.emitter = emitter;
        }

        void leave() {
            left = true;
        }

        @Override
        public void answered(Answer answer) {
            emitter.complete(response(answer));
        }

        @Override
        public void unknown() {
            emitter.complete(CommandResource.unknown(id));
        }

        @Override
        public boolean gone() {
            return left;
        }
    }
}
