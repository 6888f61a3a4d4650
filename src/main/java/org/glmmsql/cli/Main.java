package org.glmmsql.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.glmmsql.jdbc.Glmm;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glmm-sql}: runs SQL with the functions registered, or fits one model to a file. */
@Command(
        name = "glmm-sql",
        description = "Runs SQL with the glmm functions registered.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {FitCommand.class, FunctionsCommand.class},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:everything ran", "2:wrong input: a statement failed"})
public final class Main implements Callable<Integer> {
    static final int OK = 0;
    static final int NOT_FITTED = 1;
    static final int WRONG_INPUT = 2;

    @Option(
            names = "--url",
            paramLabel = "JDBC_URL",
            defaultValue = "jdbc:duckdb:",
            description = "database (default: DuckDB in memory)")
    private String url = "";

    @Option(
            names = "--format",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private ResultFormat format = ResultFormat.table;

    @Option(names = "--keep-going", description = "go on after a statement that failed")
    private boolean keepGoing;

    @Option(names = "-c", paramLabel = "SQL", description = "statements to run, before the scripts")
    private List<String> commands = new ArrayList<>();

    @Option(names = "-v", paramLabel = "NAME=VALUE", description = "what $${name} stands for in statements and scripts")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "write the result of the last statement to FILE.csv or FILE.parquet")
    private @Nullable Path output;

    @Parameters(paramLabel = "script.sql", description = "files of statements")
    private List<Path> scripts = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        if (useDuckDb(arguments)) loadDuckDb();
        System.exit(run(
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments));
    }

    private static boolean useDuckDb(String... arguments) {
        return arguments.length > 0
                && (arguments[0].equals("fit") || arguments[0].endsWith(".sql"))
                && Arrays.stream(arguments).noneMatch(argument -> argument.startsWith("--url"));
    }

    /** The driver unpacks 70 MB of native library when it is first used: better while the rest starts. */
    private static void loadDuckDb() {
        Thread thread = new Thread(() -> {
            try {
                Class.forName("org.duckdb.DuckDBNative");
            } catch (ClassNotFoundException | LinkageError e) {
                // the command meets it too, and reports it
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs the command line; the status is what the process exits with. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.println(Messages.of(failure));
                    return WRONG_INPUT;
                });
        int status = line.execute(arguments);
        out.flush();
        err.flush();
        return status;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<String> statements = new ArrayList<>();
        commands.forEach(text -> statements.addAll(SqlScript.statements(ScriptVariables.replace(text, variables))));
        for (Path script : scripts) {
            statements.addAll(SqlScript.statements(ScriptVariables.replace(Files.text(script), variables)));
        }
        if (statements.isEmpty()) {
            spec.commandLine().usage(err);
            return WRONG_INPUT;
        }
        OutputFile file = output == null ? null : new OutputFile(output);
        try (Connection connection = Glmm.connect(url, new Properties())) {
            return new StatementRunner(connection, format.printer(out), out, err, keepGoing, file).run(statements)
                    ? OK
                    : WRONG_INPUT;
        }
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"glmm-sql " + (version == null ? "(not packaged)" : version)};
        }
    }
}
