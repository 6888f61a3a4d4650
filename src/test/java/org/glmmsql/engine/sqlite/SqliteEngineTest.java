package org.glmmsql.engine.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.glmmsql.engine.contract.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special in SQLite. */
class SqliteEngineTest {
    private static final String FIT = "glmm_fit('y ~ x + (1 | g), poisson', y, x, g)";

    @TempDir
    private Path directory;

    @Test
    void rowsOfModelsAreLateral() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:sqlite:")) {
            database.execute("CREATE TABLE fits AS SELECT region, " + FIT + " AS model FROM obs GROUP BY region");
            assertThat(
                            database.rows(
                                    "SELECT region, value ->> 'term' FROM fits, json_each(glmm_rows(model, 'fixef')) ORDER BY 1, 2"))
                    .isEqualTo(List.of(
                            List.of("north", "(Intercept)"),
                            List.of("north", "x"),
                            List.of("south", "(Intercept)"),
                            List.of("south", "x")));
            assertThatThrownBy(() -> database.rows("SELECT glmm_rows(model, 'fixeff') FROM fits"))
                    .hasMessageContaining("GLMM-102: ")
                    .hasMessageContaining("did you mean 'fixef'");
        }
    }

    @Test
    void aModelInAFileIsReadWithoutTheLibrary() throws SQLException {
        String url = "jdbc:sqlite:" + directory.resolve("models.db");
        try (TestDatabase database = TestDatabase.open(url)) {
            database.execute("CREATE TABLE fits AS SELECT " + FIT + " AS model FROM obs");
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT COUNT(value ->> 'estimate') FROM fits, json_each(model, '$.fixef')")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(2);
        }
    }

    @Test
    void databasesInUtf16ScoreAlike() throws SQLException {
        for (String encoding : List.of("UTF-8", "UTF-16le")) {
            String url = "jdbc:sqlite:" + directory.resolve(encoding + ".db");
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA encoding = '" + encoding + "'");
                statement.execute("CREATE TABLE first (x)");
            }
            try (TestDatabase database = TestDatabase.open(url)) {
                database.execute("CREATE TABLE fits AS SELECT region, " + FIT + " AS model FROM obs GROUP BY region");
                assertThat(database.value(
                                "SELECT COUNT(glmm_predict(model, '', x, g)) FROM obs JOIN fits USING (region)"))
                        .isEqualTo(118);
            }
        }
    }

    @Test
    void aBlobIsNoModel() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:sqlite:")) {
            for (String call : List.of(
                    "glmm_summary(jsonb('{}'))", "glmm_rows(x'00', 'fixef')", "glmm_predict(jsonb('{}'), '', 1)")) {
                assertThatThrownBy(() -> database.rows("SELECT " + call))
                        .hasMessageContaining("GLMM-501: ")
                        .hasMessageContaining("BLOB");
            }
        }
    }

    @Test
    void callsWithTooFewArgumentsAreCodedErrors() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:sqlite:")) {
            assertThatThrownBy(() -> database.rows("SELECT glmm_fit('y ~ 1') FROM obs"))
                    .hasMessageContaining("GLMM-202: ");
            assertThatThrownBy(() -> database.rows("SELECT glmm_predict('{}', '')"))
                    .hasMessageContaining("GLMM-202: ");
        }
    }
}
