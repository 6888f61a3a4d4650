package org.glmmsql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glmmsql.engine.contract.TestDatabase;
import org.glmmsql.sql.Fitting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model is the same value everywhere. */
class CrossEngineTest {
    private static final String FIT = "SELECT glmm_fit('y ~ x + f + (x | g), poisson', y, x, f, g) FROM obs";

    private final Map<String, TestDatabase> databases = new HashMap<>();

    @BeforeEach
    void open() throws SQLException {
        for (String engine : List.of("h2:mem:", "duckdb:", "sqlite:")) {
            TestDatabase database = TestDatabase.open("jdbc:" + engine);
            database.execute("CREATE TABLE models (model VARCHAR(1000000))");
            databases.put(engine, database);
        }
    }

    @AfterEach
    void close() throws SQLException {
        for (TestDatabase database : databases.values()) {
            database.close();
        }
    }

    @Test
    void allEnginesFitTheSameBytes() throws SQLException {
        List<String> models = new ArrayList<>();
        for (TestDatabase database : databases.values()) {
            Fitting.forget();
            models.add(database.text(FIT));
        }
        assertThat(models).hasSize(3).containsOnly(models.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2:mem:", "duckdb:", "sqlite:"})
    void aModelOfOneEngineIsReadAndScoredByAll(String origin) throws SQLException {
        String model = databases.get(origin).text(FIT);
        List<List<List<Object>>> scores = new ArrayList<>();
        List<String> summaries = new ArrayList<>();
        for (TestDatabase database : databases.values()) {
            try (var insert = database.connection().prepareStatement("INSERT INTO models VALUES (?)")) {
                insert.setString(1, model);
                insert.execute();
            }
            scores.add(database.rows(
                    "SELECT x, g, glmm_predict(model, '', x, f, g), glmm_predict_se(model, 'type = link', x, f, g)"
                            + " FROM obs CROSS JOIN models WHERE x IS NOT NULL ORDER BY x, f, g"));
            summaries.add(database.text("SELECT glmm_summary(model) FROM models"));
        }
        assertThat(scores).hasSize(3).containsOnly(scores.get(0));
        assertThat(scores.get(0)).hasSize(118);
        assertThat(summaries).containsOnly(summaries.get(0));
    }

    /** The words name one of several bad values, and the same one for any order of the rows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x, binomial; y, x; GLMM-302",
                "y ~ x, poisson; y - 3, x; (smallest: -3.0)",
                "cbind(y, m) ~ x, binomial; y, s - 30, x; as number of trials (smallest: -",
                "cbind(y, m) ~ x, binomial; y + 0.5, 7.5 - y, x; as number of successes (smallest: 0.5)",
                "cbind(y, m) ~ x, binomial; y, -y, x; has 1.0 successes of 0 trials where y = 1, m = -1",
                "y ~ x, weights = w; y, x, y - 2; GLMM-303",
                "y ~ log(x); y, x - 0.5; (x)",
                "y ~ x, dispersion = ~ offset(o); y, x, 1000 * y; is 1000.0 in a row"
            })
    void theSameDataAreRefusedInTheSameWords(String text, String columns, String words) throws SQLException {
        Set<String> models = new HashSet<>();
        for (TestDatabase database : databases.values()) {
            for (String order : List.of("y, x, g", "y DESC, x, g", "g, x, y")) {
                Fitting.forget();
                models.add(database.text("SELECT glmm_fit('" + text + "', " + columns
                        + ") FROM (SELECT * FROM obs ORDER BY " + order + " LIMIT 1000) t"));
            }
        }
        assertThat(models).hasSize(1);
        assertThat(models.iterator().next()).contains("\"invalid_data\"").contains(words);
    }
}
