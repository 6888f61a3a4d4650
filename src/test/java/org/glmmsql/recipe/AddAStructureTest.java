package org.glmmsql.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.glmmsql.engine.contract.TestDatabase;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CONTRIBUTING's recipe for a covariance structure: a file, a line in the registry, and every text, fit and reader has it. */
class AddAStructureTest {
    private static final String LINE =
            "new org.glmmsql.recipe.EqualVariances(), new org.glmmsql.recipe.EqualVariances.Exp(),";

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:", "jdbc:sqlite:", "jdbc:duckdb:"})
    void aFileAndALine(String url, @TempDir Path directory) throws Exception {
        try (BuildWith build =
                        new BuildWith("org/glmmsql/random/Structures.java", "new Unstructured(),", LINE, directory);
                TestDatabase database = TestDatabase.of(build.open(url))) {
            // that of the library, which is the same by another parameter
            List<Double> known = predictions(database, "y ~ x + homdiag(x | g)");
            assertThat(known).doesNotHaveDuplicates();
            for (String structure : List.of("equal", "sqrt")) {
                List<Double> toy = predictions(database, "y ~ x + " + structure + "(x | g)");
                for (int i = 0; i < known.size(); i++) {
                    assertThat(toy.get(i)).isCloseTo(known.get(i), within(1e-5));
                }
            }
            // a function of numbers is still one
            assertThat(predictions(database, "y ~ exp(x) + log(exp(x)) + exp(x | g)"))
                    .isNotEqualTo(known);
            assertThatThrownBy(() -> predictions(database, "y ~ x + equall(x | g)"))
                    .hasMessageContaining("did you mean 'equal'?");
            assertThatThrownBy(() -> predictions(database, "y ~ x + log(x | g)"))
                    .hasMessageContaining("equal, exp");
        }
    }

    /** Linear predictors of some levels by a model that was stored. */
    private static List<Double> predictions(TestDatabase database, String formula) throws SQLException {
        database.execute("DROP TABLE IF EXISTS fits");
        database.execute("CREATE TABLE fits AS SELECT glmm_fit('" + formula + ", poisson', y, x, g) AS model FROM obs");
        return database
                .rows(
                        "SELECT glmm_predict((SELECT model FROM fits), 'type = link', 0.5, g) FROM obs GROUP BY g ORDER BY g")
                .stream()
                .map(row -> (Double) row.get(0))
                .toList();
    }
}
