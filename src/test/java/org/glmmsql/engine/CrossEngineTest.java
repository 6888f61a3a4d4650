package org.glmmsql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.glmmsql.engine.contract.TestDatabase;
import org.glmmsql.sql.Fitting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
