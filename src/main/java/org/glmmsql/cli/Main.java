package org.glmmsql.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.glmmsql.error.ErrorCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code glmm-sql}: runs SQL with the functions registered, or fits one model to a file. */
@Command(
        name = "glmm-sql",
        description = "Runs SQL with the glmm functions registered.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {FitCommand.class, FunctionsCommand.class, CommandLine.HelpCommand.class},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything ran",
            "1:fit only: these data do not allow the fit",
            "2:wrong input: a statement failed, or an option or file is wrong",
            "141:nobody reads the output any more"
        },
        footer = {
            "",
            "Examples:",
            "  glmm-sql --url jdbc:h2:./sales fits.sql",
            "  glmm-sql --format csv -c \"SELECT * FROM 'sales.parquet' LIMIT 3\"",
            "  glmm-sql fit sales.csv 'y ~ x + (1 | shop), family = poisson'"
        })
public final class Main implements Callable<Integer> {
    static final int OK = 0;
    static final int NOT_FITTED = 1;
    static final int WRONG_INPUT = 2;
    /** As a shell reports a program that a closed pipe ended. */
    static final int CLOSED_PIPE = 141;

    /** What Java makes of the bytes of an argument that are no characters in the locale. */
    private static final char UNREADABLE = '\uFFFD';

    @Option(
            names = "--url",
            paramLabel = "JDBC_URL",
            defaultValue = "jdbc:duckdb:",
            description = "database, as in jdbc:duckdb:sales.db, jdbc:h2:./sales, jdbc:sqlite:sales.db, spark:local[*] "
                    + "(default: DuckDB in memory)")
    private String url = "";

    @Option(
            names = "--format",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private ResultFormat format = ResultFormat.table;

    @Option(
            names = "--digits",
            paramLabel = "N",
            description = "significant digits of floating-point numbers (default: 6 in tables, all in csv and json)")
    private @Nullable Integer digits;

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "cut cells of tables to N characters, marked by \u2026 (default: nothing is cut)")
    private @Nullable Integer width;

    @Option(names = "--keep-going", description = "go on after a statement that failed; the exit status is still 2")
    private boolean keepGoing;

    @Option(names = "-c", paramLabel = "SQL", description = "statements to run, before the scripts")
    private List<String> commands = new ArrayList<>();

    @Option(names = "-v", paramLabel = "NAME=VALUE", description = "what $${name} stands for in statements and scripts")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "write the result of the last statement to FILE.csv or FILE.parquet, which is replaced if it is there")
    private @Nullable Path output;

    @Parameters(paramLabel = "script.sql", description = "files of statements, in UTF-8; - for standard input")
    private List<Path> scripts = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        if (useDuckDb(arguments)) loadDuckDb();
        StandardOutput output = new StandardOutput();
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = run(
                new PrintWriter(new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8))),
                err,
                arguments);
        IOException failure = output.failure();
        if (failure != null && !output.isClosedByReader()) {
            err.println(
                    "GLMM-" + ErrorCode.FILE.number() + ": standard output cannot be written: " + failure.getMessage());
        }
        System.exit(failure == null ? status : output.isClosedByReader() ? CLOSED_PIPE : WRONG_INPUT);
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
                .setParameterExceptionHandler((failure, parsed) -> wrongUsage(failure, err))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.println(Messages.of(failure));
                    return WRONG_INPUT;
                });
        for (String argument : arguments) {
            if (argument.indexOf(UNREADABLE) >= 0) {
                err.println("the argument '" + argument + "' has characters that the locale cannot express ("
                        + System.getProperty("sun.jnu.encoding") + "); set LC_ALL=C.UTF-8, or another UTF-8 locale");
                return WRONG_INPUT;
            }
        }
        int status;
        try {
            status = line.execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError e) {
            err.println(Messages.of(e));
            status = WRONG_INPUT;
        }
        out.flush();
        err.flush();
        return status;
    }

    /** What is wrong, first and last, where the whole usage would hide it. */
    private static int wrongUsage(ParameterException failure, PrintWriter err) {
        CommandLine command = failure.getCommandLine();
        err.println(failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return WRONG_INPUT;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        checkOptions();
        List<SqlStatement> statements = statements();
        if (statements.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "nothing to run: name a script, - for standard input, or give statements by -c");
        }
        OutputFile file = output == null ? null : new OutputFile(output);
        try (Connection connection = Databases.open(url)) {
            return new StatementRunner(connection, format.printer(out, digits, width), out, err, keepGoing, file)
                            .run(statements)
                    ? OK
                    : WRONG_INPUT;
        }
    }

    private void checkOptions() {
        Digits.check(spec.commandLine(), digits);
        if (width != null && width < 1) {
            throw new ParameterException(spec.commandLine(), "--width takes a number from 1, not " + width);
        }
        if (width != null && format != ResultFormat.table) {
            throw new ParameterException(spec.commandLine(), "--width is for tables; " + format + " is never cut");
        }
    }

    private List<SqlStatement> statements() {
        List<SqlStatement> statements = new ArrayList<>();
        for (int k = 0; k < commands.size(); k++) {
            String source = commands.size() == 1 ? "-c" : "-c (the " + (k + 1) + ". of " + commands.size() + ")";
            statements.addAll(
                    SqlScript.statements(source, ScriptVariables.replace(source, commands.get(k), variables)));
        }
        for (Path script : scripts) {
            String source = script.toString().equals("-") ? "standard input" : script.toString();
            statements.addAll(
                    SqlScript.statements(source, ScriptVariables.replace(source, Files.script(script), variables)));
        }
        return statements;
    }

    /** The version of the library. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"glmm-sql " + org.glmmsql.model.Version.ARTIFACT};
        }
    }
}
