package dev.parley.local.cli;

import dev.parley.local.Workspace;
import dev.parley.local.infrastructure.Tokens;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley token alice}: prints an access token and nothing else. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Prints an access token of a user of the local Keycloak, for scripts. It is valid for 5 minutes.")
final class TokenCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "USER", description = "alice, bob, carol or admin.")
    private String user = "";

    @Option(names = "--password", paramLabel = "PASSWORD", description = "If it is not the user's name.")
    private @Nullable String password;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            description = "The realm's address. (that of the running `parley up`)")
    private @Nullable URI issuer;

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory of the running `parley up`.")
    private @Nullable Path data;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var realm = issuer != null ? issuer : Addresses.read(dataDirectory()).issuer();
        var token = new Tokens(realm).of(user, password != null ? password : user);
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        spec.commandLine().getOut().println(token);
        return CommandLine.ExitCode.OK;
    }

    private Path dataDirectory() {
        return data != null
                ? data.toAbsolutePath().normalize()
                : Workspace.find().dataDirectory();
    }
}
