package dev.parley.history;

import dev.parley.history.problems.Problem;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** What all routes have in common, as they say it in OpenAPI: parameters, headers, refusals, and their bounds. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Parley history",
                        version = "1",
                        description = """
                                The past of Parley's rooms: who is where, what was said, and the log itself. Reads only; \
                                commands go to a gateway.

                                Every route needs a bearer token for the audience `parley`. Every refusal is an \
                                RFC 9457 problem detail of the same shape. A room that the caller may not see is \
                                answered exactly like one that does not exist. Lists are paged by their keys: follow \
                                the `Link` header's `next` until there is none. Times are UTC with three digits of a \
                                second; fields without a value are left out; unknown fields may come and should be \
                                ignored.""",
                        license = @License(name = "Apache-2.0", identifier = "Apache-2.0")),
        security = @SecurityRequirement(name = "token"),
        components =
                @Components(
                        securitySchemes =
                                @SecurityScheme(
                                        securitySchemeName = "token",
                                        type = SecuritySchemeType.HTTP,
                                        scheme = "bearer",
                                        bearerFormat = "JWT",
                                        description = "An access token for the audience `parley`."),
                        schemas =
                                @Schema(
                                        name = "Person",
                                        type = SchemaType.OBJECT,
                                        description = "Somebody, by their id and the name they have now.",
                                        requiredProperties = {"id", "name"},
                                        properties = {
                                            @SchemaProperty(name = "id", type = SchemaType.STRING),
                                            @SchemaProperty(name = "name", type = SchemaType.STRING)
                                        }),
                        parameters = {
                            @Parameter(
                                    name = Api.LIMIT,
                                    in = ParameterIn.QUERY,
                                    description = "How many at most.",
                                    schema =
                                            @Schema(
                                                    type = SchemaType.INTEGER,
                                                    minimum = "1",
                                                    maximum = "200",
                                                    defaultValue = "50")),
                            @Parameter(
                                    name = Api.NAME_PREFIX,
                                    in = ParameterIn.QUERY,
                                    description = "How the name begins, without regard to case; all, if absent.",
                                    schema = @Schema(type = SchemaType.STRING, maxLength = Api.NAME_CODE_POINTS_MAX)),
                            @Parameter(
                                    name = Api.BEFORE_CURSOR,
                                    in = ParameterIn.QUERY,
                                    description = "The part in front of this place; as a `Link` header gives it. "
                                            + "Not together with `after`.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = Api.AFTER_CURSOR,
                                    in = ParameterIn.QUERY,
                                    description = "The part behind this place; as a `Link` header gives it. "
                                            + "Not together with `before`.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = Api.ROOM,
                                    in = ParameterIn.PATH,
                                    required = true,
                                    description = "The room's id.",
                                    schema = @Schema(type = SchemaType.STRING, format = "uuid")),
                            @Parameter(
                                    name = Api.MIN_SEQUENCE,
                                    in = ParameterIn.QUERY,
                                    description = "Waits up to 2 seconds for the room to reach this sequence, so that "
                                            + "a client reads its own writes; then answers with what is there. "
                                            + "`Parley-Sequence` tells which head that was.",
                                    schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
                        },
                        headers = {
                            @Header(
                                    name = Api.LINK,
                                    description =
                                            "RFC 8288: `next` and `prev`, where there are such parts. Targets are "
                                                    + "paths from the root and keep the rest of the query.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Header(
                                    name = Api.EPOCH,
                                    description = "The epoch of the room's log.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Header(
                                    name = Api.SEQUENCE,
                                    description = "The room's head, read before the rest of the answer.",
                                    schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                        },
                        responses = {
                            @APIResponse(
                                    name = Api.BAD_REQUEST,
                                    description = "A parameter is wrong; `parameter` names it.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = Api.UNAUTHORIZED,
                                    description = "No token, or one that is not valid here.",
                                    headers =
                                            @Header(
                                                    name = "WWW-Authenticate",
                                                    schema = @Schema(type = SchemaType.STRING)),
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = Api.NO_SUCH_ROOM,
                                    description = "There is no such room, or the caller may not see it.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = Api.NOT_ACCEPTABLE,
                                    description = "The client accepts no application/json.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = Api.INTERNAL,
                                    description = "A fault of this service.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = Api.UNAVAILABLE,
                                    description = "The database is away or busy; try again.",
                                    headers =
                                            @Header(
                                                    name = "Retry-After",
                                                    description = "Seconds.",
                                                    schema = @Schema(type = SchemaType.INTEGER)),
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class)))
                        }))
public class Api extends Application {
    public static final int LIMIT_MAX = 200;
    public static final int LIMIT_DEFAULT = 50;

    /** Longer than any name that somebody can have. */
    public static final int NAME_CODE_POINTS_MAX = 255;

    public static final String Q = "q";
    public static final String NAME_PREFIX = Q;
    public static final String LIMIT = "limit";
    public static final String BEFORE_CURSOR = "before";
    public static final String AFTER_CURSOR = "after";
    public static final String ROOM = "room";
    public static final String MIN_SEQUENCE = "minSequence";
    public static final String LINK = "Link";
    public static final String EPOCH = "Parley-Epoch";
    public static final String SEQUENCE = "Parley-Sequence";
    public static final String BAD_REQUEST = "BadRequest";
    public static final String UNAUTHORIZED = "Unauthorized";
    public static final String NO_SUCH_ROOM = "NoSuchRoom";
    public static final String NOT_ACCEPTABLE = "NotAcceptable";
    public static final String INTERNAL = "Internal";
    public static final String UNAVAILABLE = "Unavailable";
}
