package dev.parley.gateway.past;

import dev.parley.gateway.delivery.Past.Reply;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Puts questions together: while one request is under way the others wait, and the next request asks them all. With
 * nobody waiting a question goes out at once; with ten thousand it is some tens of requests.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
final class Coalescer<Q, A> {
    /** More than this waiting is more than will be answered in time. */
    private static final int MAX_WAITING_QUESTIONS = 100_000;

    private final Function<List<Q>, Future<List<A>>> request;
    private final Queue<Asked<Q, A>> waiting = new ArrayDeque<>();
    private final int requestQuestions;
    private int waitingQuestions;
    private boolean underWay;

    private record Asked<Q, A>(List<Q> questions, Consumer<Reply<List<A>>> then) {}

    /**
     * @param requestQuestions at most so many questions in one request, unless one asker has more
     * @param request answers in the order of its questions
     */
    Coalescer(int requestQuestions, Function<List<Q>, Future<List<A>>> request) {
        this.requestQuestions = requestQuestions;
        this.request = request;
    }

    /** Calls back on some thread, with as many answers as there were questions. */
    void ask(List<Q> questions, Consumer<Reply<List<A>>> then) {
        boolean first;
        synchronized (this) {
            if (waitingQuestions + questions.size() > MAX_WAITING_QUESTIONS) {
                then.accept(new Reply.Unreachable<>());
                return;
            }
            waitingQuestions += questions.size();
            waiting.add(new Asked<>(questions, then));
            first = !underWay;
            underWay = true;
        }
        if (first) {
            next();
        }
    }

    private void next() {
        List<Asked<Q, A>> together = new ArrayList<>();
        List<Q> questions = new ArrayList<>();
        synchronized (this) {
            while (!waiting.isEmpty()
                    && (together.isEmpty()
                            || questions.size() + waiting.peek().questions().size() <= requestQuestions)) {
                Asked<Q, A> asked = waiting.remove();
                together.add(asked);
                questions.addAll(asked.questions());
                waitingQuestions -= asked.questions().size();
            }
            if (together.isEmpty()) {
                underWay = false;
                return;
            }
        }
        answer(questions).onComplete(result -> {
            if (result.succeeded() && result.result().size() == questions.size()) {
                handOut(together, result.result());
            } else {
                together.forEach(asked -> asked.then().accept(new Reply.Unreachable<>()));
            }
            next();
        });
    }

    /** A question that cannot even be asked is answered, too, or nobody would ask those behind it. */
    private Future<List<A>> answer(List<Q> questions) {
        try {
            return request.apply(questions);
        } catch (RuntimeException unasked) {
            return Future.failedFuture(unasked);
        }
    }

    private static <Q, A> void handOut(List<Asked<Q, A>> together, List<A> answers) {
        int from = 0;
        for (Asked<Q, A> asked : together) {
            int to = from + asked.questions().size();
            asked.then().accept(new Reply.Known<>(List.copyOf(answers.subList(from, to))));
            from = to;
        }
    }
}
