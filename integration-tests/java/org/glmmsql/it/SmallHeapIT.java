package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit into the heap is a coded error of the statement; the database lives on and has its data. */
class SmallHeapIT {
    private static final String KEPT = "CREATE TABLE kept AS SELECT 7 AS seven;";
    private static final String THEN = "; SELECT seven + 1 AS eight FROM kept";

    /** Five million rows of SQLite; H2 and DuckDB are in {@link CommandLineIT}. */
    @ParameterizedTest
    @ValueSource(strings = {"x % 5000", "'level number ' || x"})
    void manyRowsOfSqlite(String g) throws Exception {
        assertIsRefused(
                "jdbc:sqlite:",
                "SELECT glmm_fit('y ~ x + (1 | g)', x * 7919 % 1000 / 7.0, x % 97 * 0.5, " + g
                        + ") FROM (WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r LIMIT 5000000) SELECT x FROM r)");
    }

    /** H2 keeps the rows of all groups until the last row came; every group alone is small. */
    @ParameterizedTest
    @ValueSource(ints = {100_000, 1_000_000})
    void manyGroupsOfH2(int groups) throws Exception {
        assertIsRefused(
                "jdbc:h2:mem:",
                "SELECT glmm_fit('y ~ x + (1 | g)', MOD(x * 7919, 1000) / 7.0, MOD(x, 97) * 0.5, MOD(x, 7))"
                        + " FROM SYSTEM_RANGE(1, 5000000) GROUP BY MOD(x, " + groups + ")");
    }

    /** Every row has a text of its own: what the dictionary of texts needs counts, too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"jdbc:h2:mem:; MOD(x, 97); SYSTEM_RANGE(1, 2500000)", "jdbc:duckdb:; x % 97; range(2500000) r(x)"})
    void manyTexts(String url, String y, String rows) throws Exception {
        assertIsRefused(url, "SELECT glmm_fit('y ~ 1 + (1 | g)', " + y + ", 'level number ' || x) FROM " + rows);
    }

    /** The rows fit, the columns of a factor with thousands of levels do not. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "jdbc:h2:mem:; MOD(x, 97); MOD(x, 5000); MOD(x, 77); SYSTEM_RANGE(1, 1000000)",
                "jdbc:duckdb:; x % 97; x % 5000; x % 77; range(1000000) r(x)",
            })
    void manyColumnsOfX(String url, String y, String f, String g, String rows) throws Exception {
        assertIsRefused(
                url, "SELECT glmm_fit('y ~ factor(f) + (1 | g)', " + y + ", " + f + ", " + g + ") FROM " + rows);
    }

    private static void assertIsRefused(String url, String query) throws Exception {
        JarProcess run = JarProcess.run(
                List.of("-Xmx128m"), "--url", url, "--format", "json", "--keep-going", "-c", KEPT + query + THEN);
        assertThat(run.out()).hasSize(2);
        assertThat(run.out().get(0)).startsWith("{\"error\":").contains("GLMM-601: ");
        assertThat(run.out().get(1)).isEqualToIgnoringCase("[{\"eight\":8}]");
        assertThat(run.err()).isEmpty();
    }
}
