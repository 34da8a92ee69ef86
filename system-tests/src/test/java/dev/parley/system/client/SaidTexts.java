package dev.parley.system.client;

import dev.parley.contract.Command;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The texts that were said in this run, so that the logs can be searched for them. */
public final class SaidTexts {
    /** Shorter ones stand in honest log lines by chance. */
    private static final int MIN_LENGTH = 12;

    private static final Set<String> TEXTS = ConcurrentHashMap.newKeySet();

    private SaidTexts() {}

    static void note(Command command) {
        String text = switch (command) {
            case Command.Post post -> post.text();
            case Command.Edit edit -> edit.text();
            case Command.UpdateRoom update -> String.valueOf(update.topic());
            case Command.Ban ban -> String.valueOf(ban.reason());
            case Command.CreateRoom _,
                    Command.OpenDirect _,
                    Command.Join _,
                    Command.Leave _,
                    Command.AddMember _,
                    Command.RemoveMember _,
                    Command.SetRole _,
                    Command.Unban _,
                    Command.Delete _,
                    Command.React _,
                    Command.Unreact _,
                    Command.Read _,
                    Command.SignIn _ -> "";
        };
        if (text.length() >= MIN_LENGTH) {
            TEXTS.add(text);
        }
    }

    public static Set<String> all() {
        return Set.copyOf(TEXTS);
    }
}
