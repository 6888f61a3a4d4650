package org.glmmsql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glmmsql.engine.contract.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Residuals, draws, limits and effects are the same numbers on H2, DuckDB and SQLite, and wrong calls have the same errors. */
class ByRowFunctionsTest {
    private static final Map<String, TestDatabase> ENGINES = new LinkedHashMap<>();

    @BeforeAll
    static void open() throws SQLException {
        for (String url : List.of("jdbc:h2:mem:", "jdbc:duckdb:", "jdbc:sqlite::memory:")) {
            TestDatabase database = TestDatabase.openShared(url);
            database.execute("CREATE TABLE fits AS SELECT"
                    + " glmm_fit('y ~ x + (1 | g), poisson', y, x, g) AS counts,"
                    + " glmm_fit('y ~ x + f + (1 | g), zero = ~ 1, poisson', y, x, f, g) AS zeros,"
                    + " glmm_fit('cbind(s, 3 - s) ~ x + (1 | g), binomial', s, x, g) AS trials,"
                    + " glmm_fit('f ~ x, binomial', f, x) AS two,"
                    + " glmm_fit('y ~ x + f + (1 | g) + (1 | region), method = REML', y, x, f, g, region) AS normal,"
                    + " glmm_fit('y ~ x, cumulative', y, x) AS ordered,"
                    + " glmm_fit('y ~ x + (1 | g), random = gamma(log), poisson, method = HL(1,1)', y, x, g) AS law"
                    + " FROM obs");
            ENGINES.put(url, database);
        }
    }

    @AfterAll
    static void close() throws SQLException {
        for (TestDatabase database : ENGINES.values()) {
            database.close();
        }
    }

    private static List<List<Object>> everywhere(String sql) throws SQLException {
        List<List<Object>> first = null;
        for (Map.Entry<String, TestDatabase> engine : ENGINES.entrySet()) {
            List<List<Object>> rows = new ArrayList<>();
            for (List<Object> row : engine.getValue().rows(sql)) {
                List<Object> values = new ArrayList<>(row);
                values.replaceAll(value -> value instanceof Number number ? (Object) number.doubleValue() : value);
                rows.add(values);
            }
            if (first == null) {
                first = rows;
            }
            assertThat(rows).as(engine.getKey() + " " + sql).isEqualTo(first);
        }
        return first;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "glmm_residual(counts, 'type = quantile, seed = 5', y, x, g)",
                "glmm_residual(counts, 'type = quantile, key = s, re = none, marginal = true', s, y, x, g)",
                "glmm_residual(zeros, 'type = quantile, scale = uniform', y, x, f, g)",
                "glmm_residual(zeros, 'type = pearson', y, x, f, g)",
                "glmm_residual(trials, 'type = deviance, terms = (g)', s, x, g)",
                "glmm_residual(trials, 'type = working', s, x, g)",
                "glmm_residual(two, '', f, x)",
                "glmm_residual(normal, 'type = pearson, terms = g', y, x, f, g, region)",
                "glmm_residual(ordered, 'type = quantile', y, x)",
                "glmm_residual(law, 'type = quantile', y, x, g)",
                "glmm_simulate(counts, '', x, g)",
                "glmm_simulate(zeros, 'seed = 3, draw = 2, key = y', y, x, f, g)",
                "glmm_simulate(trials, 're = conditional', s, x, g)",
                "glmm_simulate(normal, 'draw = 8', x, f, g, region)",
                "glmm_simulate(law, 're = conditional', x, g)",
                "glmm_predict(normal, 'interval = prediction, limit = high, terms = (region)', x, f, g, region)",
                "glmm_predict(zeros, 'interval = confidence, limit = low, re = none', x, f, g)",
                "glmm_predict(ordered, 'interval = confidence, limit = low, type = prob, level = 2', x)",
                "glmm_predict(counts, 're = none, marginal = true, interval = confidence, limit = low, conf_level = 0.8', x, g)",
            })
    void areTheSameNumbers(String call) throws SQLException {
        List<List<Object>> rows =
                everywhere("SELECT " + call + " FROM fits, obs WHERE x IS NOT NULL ORDER BY g, y, x, s, f");
        assertThat(rows).hasSize(118).allSatisfy(row -> assertThat(row.get(0)).isNotNull());
        assertThat(everywhere("SELECT " + call + " FROM fits, obs WHERE x IS NULL"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.get(0)).isNull());
    }

    @Test
    void areWhatTheirNamesSay() throws SQLException {
        for (List<Object> row : everywhere(
                "SELECT y, glmm_predict(counts, '', x, g), glmm_residual(counts, '', y, x, g),"
                        + " glmm_residual(counts, 'type = pearson', y, x, g), glmm_residual(counts, 'type = working', y, x, g),"
                        + " glmm_residual(counts, 'type = deviance', y, x, g) FROM fits, obs WHERE x IS NOT NULL ORDER BY g, y, x, f")) {
            double y = (Double) row.get(0);
            double mean = (Double) row.get(1);
            double deviance = 2 * ((y > 0 ? y * Math.log(y / mean) : 0) - (y - mean));
            assertThat((Double) row.get(2)).isCloseTo(y - mean, within(1e-12));
            assertThat((Double) row.get(3)).isCloseTo((y - mean) / Math.sqrt(mean), within(1e-12));
            assertThat((Double) row.get(4)).isCloseTo((y - mean) / mean, within(1e-12));
            assertThat((Double) row.get(5)).isCloseTo(Math.signum(y - mean) * Math.sqrt(deviance), within(1e-9));
        }
    }

    /** Identical rows draw the same, unless a key tells them apart; levels have one effect in a draw. */
    @Test
    void drawsDependOnSeedDrawAndRow() throws SQLException {
        List<Object> row = everywhere("SELECT glmm_simulate(normal, '', 0.5, 'a', 'g01', 'north'),"
                        + " glmm_simulate(normal, 'seed = 1, draw = 1', 0.5, 'a', 'g01', 'north'),"
                        + " glmm_simulate(normal, 'draw = 2', 0.5, 'a', 'g01', 'north'),"
                        + " glmm_simulate(normal, 'seed = 2', 0.5, 'a', 'g01', 'north'),"
                        + " glmm_simulate(normal, 'key = id', 1, 0.5, 'a', 'g01', 'north'),"
                        + " glmm_simulate(normal, 'key = id', 2, 0.5, 'a', 'g01', 'north') FROM fits")
                .get(0);
        assertThat(row.get(1)).isEqualTo(row.get(0));
        assertThat(row.stream().distinct()).hasSize(5);
    }

    @Test
    void effectsAreTheSameNumbers() throws SQLException {
        for (String call : List.of(
                "counts, 'x', x, g",
                "zeros, 'f', x, f, g",
                "zeros, 'f, average = prediction, weights = y', y, x, f, g",
                "ordered, 'x, type = prob, level = 1', x",
                "counts, 'x, marginal = true, conf_level = 0.9', x, g")) {
            String model = call.substring(0, call.indexOf(','));
            List<List<Object>> rows = everywhere("SELECT glmm_effects((SELECT " + model + " FROM fits)"
                    + call.substring(model.length()) + ") FROM obs");
            assertThat(rows.get(0).get(0).toString()).startsWith("{\"glmm_effects\":1,\"rows\":[{\"variable\":");
        }
        // the mean of an exponential function has itself as the derivative
        TestDatabase duck = ENGINES.get("jdbc:duckdb:");
        double slope = ((Number)
                        duck.value("SELECT estimate FROM glmm_fixef((SELECT counts FROM fits)) WHERE term = 'x'"))
                .doubleValue();
        double mean = ((Number) duck.value("SELECT avg(glmm_predict(counts, 're = none', x, g)) FROM fits, obs"))
                .doubleValue();
        assertThat(((Number) duck.value(
                                "SELECT estimate FROM glmm_effects_tidy((SELECT glmm_effects((SELECT counts FROM fits), 'x', x, g)"
                                        + " FROM obs))"))
                        .doubleValue())
                .isCloseTo(slope * mean, within(1e-9));
    }

    /** A row as it is binds by name, with columns that the model does not use. */
    @Test
    void rowsOfDuckDbBindByName() throws SQLException {
        TestDatabase duck = ENGINES.get("jdbc:duckdb:");
        for (String call : List.of(
                "glmm_residual(counts, 'type = quantile, key = s', %s)",
                "glmm_simulate(trials, 'draw = 2', %s)",
                "glmm_effects((SELECT zeros FROM fits), 'f', %s)",
                "glmm_loglik((SELECT zeros FROM fits), %s)")) {
            String columns = call.contains("key")
                    ? "s, y, x, g"
                    : call.contains("trials") ? "s, x, g" : call.contains("loglik") ? "y, x, f, g" : "x, f, g";
            String from = call.contains("(SELECT") ? " FROM obs" : " FROM fits, obs ORDER BY g, y, x, s, f";
            assertThat(duck.rows("SELECT " + String.format(call, "obs") + from))
                    .as(call)
                    .isEqualTo(duck.rows("SELECT " + String.format(call, columns) + from));
        }
    }

    /** As of levels that the fit did not see, which its own rows are when they are integrated over. */
    @Test
    void theLogLikelihoodIsTheSameNumber() throws SQLException {
        Object value = everywhere("SELECT glmm_loglik((SELECT counts FROM fits), y, x, g) FROM obs")
                .get(0)
                .get(0);
        double own = ((Number)
                        ENGINES.get("jdbc:duckdb:").value("SELECT log_lik FROM glmm_glance((SELECT counts FROM fits))"))
                .doubleValue();
        assertThat((Double) value).isCloseTo(own, within(1e-6));
        assertThat(everywhere("SELECT glmm_loglik((SELECT counts FROM fits), y, x, g) FROM obs WHERE 1 = 0")
                        .get(0)
                        .get(0))
                .isNull();
        everywhere("SELECT glmm_leverage(region_model, y, x, f), glmm_cooks(region_model, y, x, f) FROM obs, (SELECT"
                + " glmm_fit('y ~ x + (x | f), method = REML', y, x, f) AS region_model FROM obs) fitted WHERE x IS NOT NULL"
                + " ORDER BY g, y, x, s, f");
    }

    /** Random effects of another law than the normal one are drawn from it. */
    @Test
    void effectsOfOtherLawsAreDrawn() throws SQLException {
        everywhere(
                "SELECT glmm_simulate(law, 'seed = 3', x, g), glmm_simulate(law, 're = conditional', x, g) FROM fits, obs"
                        + " WHERE x IS NOT NULL ORDER BY g, y, x, s, f");
        assertThat(everywhere("SELECT glmm_loglik((SELECT law FROM fits), y, x, g) FROM obs")
                        .get(0)
                        .get(0))
                .isNotNull();
    }

    @Test
    void effectsOfGroupsAreMerged() throws SQLException {
        for (Map.Entry<String, TestDatabase> engine : ENGINES.entrySet()) {
            TestDatabase database = engine.getValue();
            List<List<Object>> rows = database.rows("SELECT region, glmm_effects(counts, 'x', x, g) FROM obs, fits"
                    + " GROUP BY region, counts ORDER BY region");
            assertThat(rows).hasSize(2);
            assertThat(database.value("SELECT glmm_effects(NULL, 'x', x, g) FROM obs"))
                    .isNull();
            assertThat(database.value("SELECT glmm_effects((SELECT counts FROM fits), 'x', x, g) FROM obs WHERE 1 = 0"))
                    .isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "glmm_residual(counts, 'type = quantil', y, x, g); GLMM-105; quantile",
                "glmm_residual(counts, 'seed = 1', y, x, g); GLMM-401; type = quantile",
                "glmm_residual(counts, 'type = quantile, uniform = 2', y, x, g); GLMM-105; from 0 to 1",
                "glmm_residual(counts, 'type = quantile, uniform = g', g, y, x, g); GLMM-202; y, x, g",
                "glmm_residual(counts, 'type = quantile', x, g); GLMM-202; y, x, g",
                "glmm_residual(counts, 'type = quantile', -1, x, g); GLMM-302; counts",
                "glmm_residual(zeros, 'type = deviance', y, x, f, g); GLMM-401; type = quantile",
                "glmm_residual(ordered, 'type = response', y, x); GLMM-401; type = quantile",
                "glmm_residual(two, '', 'neither', x); GLMM-205; a, b",
                "glmm_simulate(counts, 'draw = x', x, g); GLMM-105; whole number",
                "glmm_simulate(counts, 'new_levels = null', x, g); GLMM-401; re = conditional",
                "(SELECT glmm_loglik('', y, x, g) FROM obs); GLMM-501; glmm_fit",
                "(SELECT glmm_effects('', 'x', x, g) FROM obs); GLMM-501; glmm_fit",
                "glmm_predict(counts, 'interval = confidence', x, g); GLMM-401; limit = low",
                "glmm_predict(counts, 'limit = low', x, g); GLMM-401; interval = confidence",
                "glmm_predict(counts, 'interval = prediction, limit = low', x, g); GLMM-401; glmm_simulate",
                "glmm_predict(counts, 'terms = (h)', x, g); GLMM-105; g",
                "glmm_predict(counts, 'terms = (g), re = none', x, g); GLMM-401; leave one",
                "glmm_predict(counts, 'interval = confidence, limit = low, conf_level = 95', x, g); GLMM-105; 0.95",
            })
    void wrongCallsAreToldWithTheRemedy(String call, String code, String remedy) {
        ENGINES.forEach((url, database) -> assertThatThrownBy(
                        () -> database.rows("SELECT " + call + " FROM fits, obs WHERE x IS NOT NULL"))
                .as(url)
                .hasMessageContaining(code)
                .hasMessageContaining(remedy));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'z'; GLMM-105", "'g'; GLMM-105", "'x, average = mean'; GLMM-105", "'x, at = 1'; GLMM-103"})
    void wrongEffectsAreToldWithTheRemedy(String text) {
        String[] parts = text.split("; ");
        ENGINES.forEach((url, database) -> assertThatThrownBy(() -> database.rows(
                        "SELECT glmm_effects((SELECT counts FROM fits), " + parts[0] + ", x, g) FROM obs"))
                .as(url)
                .hasMessageContaining(parts[1]));
        TestDatabase h2 = ENGINES.get("jdbc:h2:mem:");
        assertThatThrownBy(() -> h2.rows("SELECT * FROM glmm_effects_tidy('{}')"))
                .hasMessageContaining("GLMM-501");
    }
}
