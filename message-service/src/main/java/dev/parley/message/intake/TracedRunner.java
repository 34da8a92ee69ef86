package dev.parley.message.intake;

import dev.parley.contract.Headers;
import dev.parley.message.batch.BatchRunner;
import dev.parley.message.publishing.Publication;
import dev.parley.message.sequencing.Submission;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a batch to its end, and its traced commands with it, each with a span of its own from here until it is published. What the batch does in the
 * database stands under the first of them: it is done once for all.
 */
@ApplicationScoped
public class TracedRunner {
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

    private final BatchRunner runner;
    private final Tracer tracer;

    public TracedRunner(BatchRunner runner, OpenTelemetry telemetry) {
        this.runner = runner;
        this.tracer = telemetry.getTracer("parley-message-service");
    }

    void publish(List<Publication> records) {
        runner.publish(records);
    }

    /** Most batches have no traced command, and cost a look at each. */
    void run(List<Submission> batch) {
        if (batch.stream().allMatch(submission -> submission.origin().trace() == null)) {
            runner.run(batch);
            return;
        }
        List<Span> spans = new ArrayList<>();
        List<Submission> traced = new ArrayList<>(batch.size());
        for (Submission submission : batch) {
            traced.add(begin(submission, spans));
        }
        try (var _ = Context.root().with(spans.getFirst()).makeCurrent()) {
            runner.run(traced);
        } catch (RuntimeException | Error failure) {
            spans.forEach(span -> span.setStatus(StatusCode.ERROR));
            throw failure;
        } finally {
            spans.forEach(Span::end);
        }
    }

    private Submission begin(Submission submission, List<Span> spans) {
        String trace = submission.origin().trace();
        if (trace == null) {
            return submission;
        }
        Context parent =
                W3CTraceContextPropagator.getInstance().extract(Context.root(), Map.of(Headers.TRACE, trace), HEADER);
        Span span = tracer.spanBuilder("decide " + submission.command().type())
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(parent)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.kafka.offset", submission.position().offset())
                .startSpan();
        spans.add(span);
        return span.getSpanContext().isSampled() ? submission.traced(header(span)) : submission;
    }

    private static String header(Span span) {
        return "00-" + span.getSpanContext().getTraceId() + '-'
                + span.getSpanContext().getSpanId() + "-01";
    }
}
