package dev.parley.local.cli;

import dev.parley.local.LocalFailure;
import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/** The entry. Exit status: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "parley",
        description = "Team chat on your own Kubernetes, here on your own machine.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ImagesCommand.class,
            UpCommand.class,
            TokenCommand.class,
            ChatCommand.class,
            LatencyCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "The launcher has more commands: test, faults, bench, jdk. See `./parley --help`.",
            "",
            "First steps: `./parley up`, then in another terminal `./parley chat --as alice --room general`."
        })
public final class Main {
    /** Kept, because a logger that nobody refers to loses its level with the garbage collection. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    private Main() {}

    public static void main(String[] arguments) {
        KAFKA.setLevel(Level.OFF);
        var status = commandLine().execute(arguments);
        System.out.flush();
        System.exit(status);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler(Main::failed)
                .setParameterExceptionHandler(Main::misused);
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        var message = failure instanceof LocalFailure ? failure.getMessage() : failure.toString();
        command.getErr().println("parley: " + message);
        command.getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static int misused(ParameterException misuse, String[] arguments) {
        PrintWriter err = misuse.getCommandLine().getErr();
        err.println("parley: " + misuse.getMessage());
        misuse.getCommandLine().usage(err);
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"parley " + (version == null ? "(not packaged)" : version)};
        }
    }
}
