package dev.parley.history.problems;

import dev.parley.contract.ProblemKind;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem detail: the body of every refusal, of type {@value #MEDIA_TYPE}.
 *
 * @param code what programs branch on; {@code title} and {@code detail} are for people and may change
 * @param parameter the parameter that is wrong, with status 400
 */
@Schema(description = "An RFC 9457 problem detail: the body of every refusal.")
public record Problem(
        @Schema(
                description = "Always about:blank: status and code say it all.",
                examples = "about:blank",
                required = true)
        String type,

        @Schema(description = "The status in words.", examples = "Bad Request", required = true)
        String title,

        @Schema(examples = "400", required = true) int status,

        @Schema(
                description = "What programs branch on.",
                required = true,
                enumeration = {
                    "invalid",
                    "unauthenticated",
                    "forbidden",
                    "notFound",
                    "methodNotAllowed",
                    "notAcceptable",
                    "tooLarge",
                    "unsupportedMediaType",
                    "internal",
                    "unavailable"
                })
        String code,

        @Schema(
                description = "What is wrong, for people.",
                examples = "'limit' must be a number from 1 to 200",
                required = true)
        String detail,

        @Schema(description = "The parameter that is wrong, with status 400.", examples = "limit") @Nullable
        String parameter) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ProblemKind kind, String detail) {
        return of(kind, detail, null);
    }

    static Problem of(ProblemKind kind, String detail, @Nullable String parameter) {
        return new Problem("about:blank", kind.title(), kind.status(), kind.label(), detail, parameter);
    }
}
