package dev.parley.gateway.command;

import dev.parley.contract.Command;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a command's trace begins, or goes on if the request that brought it is traced. While tracing is off this is nothing. */
@Singleton
final class CommandTraces {
    private final Tracer tracer;

    CommandTraces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("parley-gateway");
    }

    /** From the receipt of a command until Kafka has it. */
    Span begin(Command command) {
        return tracer.spanBuilder("command " + command.type())
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "kafka")
                .startSpan();
    }

    static void end(Span span, @Nullable Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    /** What the record says of its trace; empty if it has none. */
    static Optional<String> header(Span span) {
        SpanContext context = span.getSpanContext();
        return context.isSampled()
                ? Optional.of("00-" + context.getTraceId() + '-' + context.getSpanId() + "-01")
                : Optional.empty();
    }
}
