package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar as a command. */
class CommandLineIT {
    private static final String CBPP = "src/test/resources/reference/cbpp/data.csv";

    @ParameterizedTest
    @CsvSource({"duckdb", "h2"})
    void fitsAFile(String engine) throws Exception {
        JarProcess fit = JarProcess.run(
                List.of(),
                "fit",
                CBPP,
                "cbind(incidence, size - incidence) ~ factor(period) + (1 | herd), binomial",
                "--engine",
                engine);
        assertThat(fit.err()).isEmpty();
        assertThat(fit.status()).isZero();
        assertThat(fit.out()).contains("Number of obs: 56, groups: herd, 15");
    }

    @Test
    void wrongInputIsStatusTwo() throws Exception {
        JarProcess fit = JarProcess.run(List.of(), "fit", "missing.csv", "y ~ x");
        assertThat(fit.status()).isEqualTo(2);
        assertThat(fit.err()).startsWith("GLMM-702: ").hasLineCount(1);
        assertThat(fit.out()).isEmpty();
    }

    @Test
    void sparkThatIsNotThereIsAnErrorThatSaysHow() throws Exception {
        JarProcess run = JarProcess.run(List.of(), "--url", "spark:local[*]", "-c", "SELECT 1");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("GLMM-701: the driver of Spark SQL is missing")
                .contains("spark-submit --class org.glmmsql.cli.Main glmm-sql.jar --url spark:local[*]");
    }

    /** Ten million rows do not fit into this heap: an error of the statement, not the end of the database. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "jdbc:h2:mem:; MOD(x * 7919, 1000) / 7.0; MOD(x, 97) * 0.5; MOD(x, 5000); SYSTEM_RANGE(1, 10000000)",
                "jdbc:duckdb:; x * 7919 % 1000 / 7.0; x % 97 * 0.5; x % 5000; range(10000000) r(x)",
            })
    void tooManyRowsForTheHeapAreACodedError(String url, String y, String x, String g, String rows) throws Exception {
        JarProcess run = JarProcess.run(
                List.of("-Xmx256m"),
                "--url",
                url,
                "--format",
                "json",
                "--keep-going",
                "-c",
                "CREATE TABLE kept AS SELECT 7 AS seven;"
                        + " SELECT glmm_fit('y ~ x + (1 | g)', " + y + ", " + x + ", " + g + ") FROM " + rows + ";"
                        + " SELECT seven + 1 AS eight FROM kept");
        assertThat(run.out()).hasSize(2);
        assertThat(run.out().get(0)).startsWith("{\"error\":\"GLMM-601: ");
        assertThat(run.out().get(1)).isEqualToIgnoringCase("[{\"eight\":8}]");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void scriptsAndDataComeFromStandardInputToo(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(folder.resolve("script.sql"), "SELECT 7 AS seven;\nSELECT nothing");
        Process run = start(script, "--format", "csv", "-");
        assertThat(run.inputReader().lines()).containsExactly("seven", "7");
        assertThat(run.errorReader().lines()).contains("  in standard input, line 2, statement 2: SELECT nothing");
        assertThat(run.waitFor()).isEqualTo(2);
        for (String engine : List.of("duckdb", "h2")) {
            Process fit =
                    start(Path.of(CBPP), "fit", "-", "incidence ~ period + (1 | herd), poisson", "--engine", engine);
            assertThat(fit.inputReader().lines()).contains("Number of obs: 56, groups: herd, 15");
            assertThat(fit.waitFor()).isZero();
        }
    }

    /** As {@code | head -1} does. */
    @Test
    void aReaderThatGoesAwayEndsTheRun() throws Exception {
        Process run = start(null, "-c", "SELECT x FROM range(100000) r(x); SELECT * FROM nowhere");
        try (BufferedReader out = run.inputReader()) {
            assertThat(out.readLine()).isEqualTo("    x");
        }
        assertThat(run.errorReader().lines().filter(line -> !line.startsWith("WARNING: ")))
                .isEmpty();
        assertThat(run.waitFor()).isEqualTo(141);
    }

    @Test
    void outputThatCannotBeWrittenIsAnError() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        Process fit = new ProcessBuilder(command("fit", CBPP, "incidence ~ 1"))
                .redirectOutput(full.toFile())
                .start();
        assertThat(fit.errorReader().lines()).anyMatch(line -> line.startsWith("GLMM-702: standard output cannot be"));
        assertThat(fit.waitFor()).isEqualTo(2);
    }

    /** As Ctrl-C does. */
    @Test
    void interruptingAFitEndsAtOnceAndKeepsWhatWasDone(@TempDir Path folder) throws Exception {
        String url = "jdbc:h2:" + folder.resolve("kept");
        Process run = start(
                null,
                "--url",
                url,
                "-c",
                "CREATE TABLE kept AS SELECT 7 AS seven; SELECT 1 AS started;"
                        + " CREATE TABLE models AS SELECT glmm_fit('y ~ x + (1 | g) + (1 | h)', MOD(x * 7919, 1000) / 7.0, x,"
                        + " MOD(x, 3000), MOD(x * 31, 2900)) AS model FROM SYSTEM_RANGE(1, 300000)");
        assertThat(run.inputReader().readLine()).isEqualTo("STARTED");
        Thread.sleep(1000);
        run.destroy();
        assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isEqualTo(143);
        JarProcess after = JarProcess.run(List.of(), "--url", url, "--format", "csv", "-c", "SELECT seven FROM kept");
        assertThat(after.out()).containsExactly("SEVEN", "7");
    }

    private static Process start(@Nullable Path input, String... arguments) throws IOException {
        ProcessBuilder process = new ProcessBuilder(command(arguments));
        return (input == null ? process : process.redirectInput(input.toFile())).start();
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", "target/glmm-sql.jar"));
        command.addAll(List.of(arguments));
        return command;
    }
}
