package dev.parley.local.cli;

import dev.parley.local.Workspace;
import dev.parley.local.chat.Chat;
import dev.parley.local.chat.ChatSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parley chat --as alice --room general}. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = {
            "A chat in the terminal: each line is posted, Ctrl-D leaves.",
            "Joins the room of that name, or makes a public one. Lines from a pipe are posted as well."
        })
final class ChatCommand implements Callable<Integer> {
    @Option(names = "--as", paramLabel = "USER", required = true, description = "alice, bob, carol or admin.")
    private String user = "";

    @Option(names = "--password", paramLabel = "PASSWORD", description = "If it is not the user's name.")
    private @Nullable String password;

    @Option(names = "--room", paramLabel = "NAME", defaultValue = "general", description = "The room. (general)")
    private String room = "";

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description = "A gateway, may be repeated. (those of the running `parley up`)")
    private List<URI> gateways = new ArrayList<>();

    @Option(names = "--history", paramLabel = "URL", description = "history-service. (that of the running `parley up`)")
    private @Nullable URI history;

    @Option(names = "--issuer", paramLabel = "URL", description = "The realm. (that of the running `parley up`)")
    private @Nullable URI issuer;

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory of the running `parley up`.")
    private @Nullable Path data;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        new Chat(settings(), spec.commandLine().getOut()).run(input);
        return CommandLine.ExitCode.OK;
    }

    private ChatSettings settings() {
        var secret = password != null ? password : user;
        var namedHistory = history;
        var namedIssuer = issuer;
        if (!gateways.isEmpty() && namedHistory != null && namedIssuer != null) {
            return new ChatSettings(user, secret, room, gateways, namedHistory, namedIssuer);
        }
        var running = Addresses.read(
                data != null
                        ? data.toAbsolutePath().normalize()
                        : Workspace.find().dataDirectory());
        return new ChatSettings(
                user,
                secret,
                room,
                gateways.isEmpty() ? running.gateways() : gateways,
                namedHistory != null ? namedHistory : running.history(),
                namedIssuer != null ? namedIssuer : running.issuer());
    }
}
