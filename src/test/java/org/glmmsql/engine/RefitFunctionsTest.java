package org.glmmsql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.glmmsql.engine.contract.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code glmm_drop1} and {@code glmm_profile} on all engines. */
class RefitFunctionsTest {
    private static final String TEXT = "'y ~ x * f + log(x + 2) + (1 | g), poisson, contrasts = (f: sum)'";

    private static final String ROWS = "FROM obs WHERE x IS NOT NULL";

    @ParameterizedTest
    @ValueSource(strings = {"glmm_drop1_fit", "glmm_profile_fit"})
    void theValueIsTheSameOnAllEngines(String function) throws SQLException {
        Set<String> values = new HashSet<>();
        for (String url : List.of("jdbc:h2:mem:", "jdbc:duckdb:", "jdbc:sqlite:")) {
            try (TestDatabase database = TestDatabase.open(url)) {
                values.add(database.text("SELECT " + function + "(" + TEXT + ", y, x, f, g) " + ROWS));
                assertThat(database.rows("SELECT " + function + "(" + TEXT + ", y, x, f, g) FROM obs WHERE 1 = 0")
                                .get(0))
                        .containsOnlyNulls();
            }
        }
        assertThat(values).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:", "jdbc:duckdb:"})
    void termsThatOthersContainStay(String url) throws SQLException {
        try (TestDatabase database = TestDatabase.open(url)) {
            String query = "'SELECT y, x, f, g " + ROWS + "'";
            List<List<Object>> rows = database.rows("SELECT term, npar, log_lik, statistic, df, p_value, status"
                    + " FROM glmm_drop1(" + TEXT + ", " + query + ")");
            assertThat(rows.stream().map(row -> row.get(0))).containsExactly("<none>", "log(x + 2)", "x:f");
            // a likelihood ratio test is that of two models
            String small = "(SELECT glmm_fit('y ~ x + f + log(x + 2) + (1 | g), poisson', y, x, f, g) " + ROWS + ")";
            String large = "(SELECT glmm_fit(" + TEXT + ", y, x, f, g) " + ROWS + ")";
            List<List<Object>> anova = database.rows(
                    "SELECT statistic, df, p_value FROM glmm_anova(" + small + ", " + large + ") WHERE df IS NOT NULL");
            for (int j = 0; j < 3; j++) {
                double expected = ((Number) anova.get(0).get(j)).doubleValue();
                assertThat(((Number) rows.get(2).get(3 + j)).doubleValue())
                        .isCloseTo(expected, within(1e-6 * Math.max(1, expected)));
            }
            assertThat(rows.get(0).subList(3, 6)).containsOnlyNulls();
            List<List<Object>> read = database.rows("SELECT term, npar, log_lik, statistic, df, p_value, status"
                    + " FROM glmm_drop1_tidy((SELECT glmm_drop1_fit(" + TEXT + ", y, x, f, g) " + ROWS + "))");
            assertThat(read).isEqualTo(rows);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:", "jdbc:duckdb:"})
    void aProfileEndsAtTheLimits(String url) throws SQLException {
        try (TestDatabase database = TestDatabase.open(url)) {
            String query = "'SELECT y, x, g " + ROWS + "'";
            List<List<Object>> rows = database.rows("SELECT effect, component, group_name, term, held_at, zeta, log_lik"
                    + " FROM glmm_profile('y ~ x + (1 | g), poisson', " + query + ")");
            List<List<Object>> tidy = database.rows(
                    "SELECT term, estimate, conf_low, conf_high FROM glmm_tidy((SELECT glmm_fit('y ~ x + (1 | g), poisson,"
                            + " conf = profile', y, x, g) " + ROWS + "))");
            assertThat(tidy).hasSize(3);
            for (List<Object> parameter : tidy) {
                List<double[]> points = new ArrayList<>();
                for (List<Object> row : rows)
                    if (row.get(3).equals(parameter.get(0)))
                        points.add(new double[] {number(row.get(4)), number(row.get(5)), number(row.get(6))});
                assertThat(points).hasSize(9);
                double estimate = number(parameter.get(1));
                double low = number(parameter.get(2));
                assertThat(points.get(0)[0]).isCloseTo(low, within(1e-4 * (estimate - low)));
                assertThat(points.get(4)).containsExactly(new double[] {estimate, 0, points.get(4)[2]}, within(1e-8));
                assertThat(points.get(8)[0]).isCloseTo(number(parameter.get(3)), within(1e-9));
                assertThat(points.get(8)[1]).isCloseTo(1.959963985, within(1e-6));
                for (int k = 1; k < 9; k++) assertThat(points.get(k)[1]).isGreaterThan(points.get(k - 1)[1]);
                for (double[] point : points)
                    assertThat(2 * (points.get(4)[2] - point[2])).isCloseTo(point[1] * point[1], within(1e-9));
            }
        }
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    /** One group among others whose rows allow no model. */
    @Test
    void groupsWithoutAModelSayWhy() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:duckdb:")) {
            List<List<Object>> rows =
                    database.rows("SELECT d.term, d.status FROM (SELECT region, glmm_drop1_fit('y ~ x + f,"
                            + " poisson', CASE WHEN region = 'north' THEN y - 99 ELSE y END, x, f) AS v FROM obs GROUP BY region) t,"
                            + " glmm_drop1_tidy(t.v) d ORDER BY t.region, d.term");
            assertThat(rows)
                    .containsExactly(
                            List.of("<none>", "invalid_data"),
                            List.of("<none>", "ok"),
                            List.of("f", "ok"),
                            List.of("x", "ok"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "drop1; y ~ x + (1 | g), method = REML; GLMM-401: glmm_drop1 compares likelihoods",
                "drop1; y ~ x + (1 | g), vcov = CR1; GLMM-401: glmm_drop1 tests by likelihood",
                "drop1; y ~ x + (1 | g), conf = profile; GLMM-401: glmm_drop1 gives no limits",
                "drop1; y ~ 1 + (1 | g); GLMM-401: glmm_drop1 drops terms",
                "drop1; y ~ nosuch + (1 | g); GLMM-201",
                "profile; y ~ x + (1 | g), poisson, method = PQL; GLMM-401: a profile needs a likelihood",
                "profile; y ~ x + (1 | g), conf = bootstrap(100); GLMM-401: glmm_profile gives the profile itself",
                "profile; y ~ x + (1 | g); GLMM-703",
            })
    void wrongCallsAreCoded(String function, String text, String says) throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:h2:mem:")) {
            String query = says.endsWith("703") ? "SELECT nosuch FROM obs" : "SELECT y, x, g FROM obs";
            assertThatThrownBy(
                            () -> database.rows("SELECT * FROM glmm_" + function + "('" + text + "', '" + query + "')"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(says);
            assertThatThrownBy(() -> database.rows("SELECT * FROM glmm_" + function + "_tidy('{\"rows\": []}')"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("GLMM-501");
        }
    }
}
