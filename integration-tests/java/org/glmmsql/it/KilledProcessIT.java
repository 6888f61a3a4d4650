package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * kill -9 while tables of fits are made, and while connections register: data, and every table that was committed, are there afterwards, a
 * table that was not is whole or not there, and the functions register and fit as before. H2 writes a commit after half a second unless
 * WRITE_DELAY says otherwise; here it is 0. Ten times each:
 * {@code mvn -Pslow verify -Dit.test=KilledProcessIT -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("slow")
class KilledProcessIT {
    private static final int TIMES = 10;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "h2:./%s;WRITE_DELAY=0, fits",
        "h2:./%s;WRITE_DELAY=0, registrations",
        "duckdb:%s, fits",
        "duckdb:%s, registrations",
        "sqlite:%s, fits",
        "sqlite:%s, registrations",
    })
    void nothingIsLost(String engine, String what) throws Exception {
        String url = "jdbc:" + String.format(engine, directory.resolve("killed.db"));
        url = url.replace("./" + directory, directory.toString());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(url.hashCode());
        List<List<Object>> expected;
        try (Connection connection = Databases.open(url)) {
            Writing.fill(connection);
            expected = Databases.rows(connection, Writing.fits(0) + " ORDER BY k");
        }
        assertThat(expected).hasSize(Writing.MODELS);
        for (int time = 0; time < TIMES; time++) {
            int last = kill(url, what, random.nextInt(5), random.nextInt(300));
            try (Connection connection = Databases.open(url)) {
                assertThat(Databases.text(connection, "SELECT COUNT(*) FROM obs"))
                        .isEqualTo("" + 120 * Writing.MODELS);
                for (int i = 0; what.equals("fits") && i <= last + 1; i++) {
                    List<List<Object>> models = models(connection, i, i > last);
                    assertThat(models).as("table fits" + i + " of " + last).hasSize(Writing.MODELS);
                    if (i == 0) {
                        assertThat(models).isEqualTo(expected);
                    }
                }
                assertThat(Databases.rows(connection, Writing.fits(0) + " ORDER BY k"))
                        .isEqualTo(expected);
            }
        }
    }

    /** The table's rows, and drops it; one that may be missing is as good as whole. */
    private static List<List<Object>> models(Connection connection, int i, boolean mayBeMissing) throws SQLException {
        List<List<Object>> models;
        try {
            models = Databases.rows(connection, "SELECT k, model FROM fits" + i + " ORDER BY k");
        } catch (SQLException missing) {
            if (!mayBeMissing) {
                throw missing;
            }
            return Collections.nCopies(Writing.MODELS, List.of());
        }
        Databases.execute(connection, "DROP TABLE fits" + i);
        return models;
    }

    /** @return the last that was committed before the kill, which comes some milliseconds after the given one */
    private static int kill(String url, String what, int after, int milliseconds) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writing.class.getName(),
                        url,
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int last = -1;
        try (BufferedReader lines = process.inputReader()) {
            while (last < after) {
                String line = lines.readLine();
                assertThat(line).as("a line of a process that lives").isNotNull();
                last = Integer.parseInt(line);
            }
            Thread.sleep(milliseconds);
            process.toHandle().destroyForcibly(); // SIGKILL; what was printed can still be read
            for (String line = lines.readLine(); line != null && line.matches("\\d+"); line = lines.readLine()) {
                last = Integer.parseInt(line);
            }
        }
        assertThat(process.waitFor()).isEqualTo(128 + 9);
        return last;
    }
}
