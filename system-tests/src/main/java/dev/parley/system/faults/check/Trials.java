package dev.parley.system.faults.check;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.system.faults.history.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every command with all its sendings and answers. */
final class Trials {
    /** What makes a command one and the same. */
    record Key(String user, String command) {}

    private final Map<Key, Trial> trials = new LinkedHashMap<>();

    static final class Trial {
        final Key key;
        final Command command;
        final List<Entry.Sent> sendings = new ArrayList<>();
        final List<Entry.Answered> answers = new ArrayList<>();

        Trial(Key key, Command command) {
            this.key = key;
            this.command = command;
        }

        long invokedAtNanos() {
            return sendings.getFirst().atNanos();
        }

        Optional<Answer.Accepted> accepted() {
            return answers.stream()
                    .map(Entry.Answered::answer)
                    .filter(Answer.Accepted.class::isInstance)
                    .map(Answer.Accepted.class::cast)
                    .findFirst();
        }

        /** Sent once and refused: then nothing of it may be there. A retry's refusal says nothing about the first. */
        boolean surelyRefused() {
            return sendings.size() == 1 && !answers.isEmpty() && accepted().isEmpty();
        }
    }

    static Trials of(List<Entry> entries) {
        Trials all = new Trials();
        for (Entry entry : entries) {
            switch (entry) {
                case Entry.Sent sent ->
                    all.trials
                            .computeIfAbsent(
                                    new Key(sent.user(), sent.command().id()), key -> new Trial(key, sent.command()))
                            .sendings
                            .add(sent);
                case Entry.Answered answered -> {
                    Trial trial = all.trials.get(
                            new Key(answered.user(), answered.answer().id()));
                    if (trial != null) {
                        trial.answers.add(answered);
                    }
                }
                case Entry.Opened _, Entry.Ended _, Entry.ListensToMine _, Entry.Subscribed _ -> {}
                case Entry.CaughtUp _, Entry.Reset _, Entry.Delivered _, Entry.Garbled _ -> {}
                case Entry.Looked _, Entry.PartitionsAdded _ -> {}
            }
        }
        return all;
    }

    Collection<Trial> all() {
        return trials.values();
    }

    /** When the command of an event was first sent; nothing if no client of the run sent it. */
    OptionalLong invokedAtNanos(String user, String command) {
        @Nullable Trial trial = trials.get(new Key(user, command));
        return trial == null ? OptionalLong.empty() : OptionalLong.of(trial.invokedAtNanos());
    }

    /** The highest sequence of the room that was acknowledged before this time; 0 if none. */
    long acknowledgedBefore(UUID room, long atNanos) {
        long highest = 0;
        for (Trial trial : trials.values()) {
            for (Entry.Answered answered : trial.answers) {
                if (answered.atNanos() < atNanos
                        && !(trial.command instanceof Command.Read)
                        && answered.answer() instanceof Answer.Accepted accepted
                        && room.equals(accepted.room())
                        && accepted.sequence() != null) {
                    highest = Math.max(highest, accepted.sequence());
                }
            }
        }
        return highest;
    }

    Verdict.Commands count() {
        long accepted = 0;
        long rejected = 0;
        long sendings = 0;
        for (Trial trial : trials.values()) {
            sendings += trial.sendings.size();
            if (trial.accepted().isPresent()) {
                accepted++;
            } else if (!trial.answers.isEmpty()) {
                rejected++;
            }
        }
        long invoked = trials.size();
        return new Verdict.Commands(invoked, accepted, rejected, invoked - accepted - rejected, sendings);
    }
}
