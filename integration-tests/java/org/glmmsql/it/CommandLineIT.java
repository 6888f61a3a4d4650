package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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
}
