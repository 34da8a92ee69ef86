package dev.parley.gateway.events;

import dev.parley.contract.Headers;
import dev.parley.gateway.connection.LaneOutlet;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last part of a command's trace: from when its event was read to when it was written to the sockets. */
@Singleton
final class DeliveryTraces {
    private static final TextMapGetter<Map<String, String>> HEADER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private final Tracer tracer;
    private final LaneOutlet outlet;

    DeliveryTraces(OpenTelemetry telemetry, LaneOutlet outlet) {
        this.tracer = telemetry.getTracer("parley-gateway");
        this.outlet = outlet;
    }

    List<Span> begin(List<RecordReader.Traced> events) {
        return events.stream().map(this::begin).toList();
    }

    private Span begin(RecordReader.Traced event) {
        Context parent = W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), Map.of(Headers.TRACE, event.trace()), HEADER);
        return tracer.spanBuilder("deliver " + event.type())
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(parent)
                .setAttribute("messaging.system", "kafka")
                .startSpan();
    }

    /** On the delivery thread, in the turn that handed the events over. */
    void endWhenWritten(List<Span> spans) {
        if (!spans.isEmpty()) {
            outlet.afterWriting(() -> spans.forEach(Span::end));
        }
    }
}
