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
import org.glmmsql.jdbc.Glmm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Function;

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

    /** A text among numbers is neither a number nor silently a factor; as a grouping factor it is a level. */
    @Test
    void aTextAmongNumbersIsNamed() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:sqlite:")) {
            database.execute(
                    "CREATE TABLE mixed AS SELECT y, CASE WHEN g = 'g03' THEN 'n/a' WHEN g = 'g05' THEN 'unknown' ELSE x END AS x,"
                            + " CASE WHEN g = 'g03' THEN 'A7' ELSE CAST(substr(g, 2) AS INTEGER) END AS g FROM obs");
            for (String call : List.of(
                    "'y ~ x + (1 | g)', y, x, g",
                    "'x ~ y + (1 | g)', x, y, g",
                    "'y ~ log(x + 1) + (1 | g)', y, x, g",
                    "'y ~ 1 + (x | g)', y, x, g",
                    "'y ~ 1 + (1 | g), weights = x', y, g, x")) {
                for (String order : List.of("x", "x DESC")) {
                    assertThatThrownBy(() -> database.rows(
                                    "SELECT glmm_fit(" + call + ") FROM (SELECT * FROM mixed ORDER BY " + order + ")"))
                            .as(call)
                            .hasMessageContaining("GLMM-203: column 'x' has numbers and texts (first: 'n/a')");
                }
            }
            assertThatThrownBy(
                            () -> database.rows(
                                    "SELECT glmm_fit('y ~ x + (1 | g)', y, CASE WHEN g = 'A7' THEN x'01ff' ELSE y END, g) FROM mixed"))
                    .hasMessageContaining("GLMM-203: column 'x' has numbers and texts (first: '01ff')");
            assertThat(database.text("SELECT glmm_fit('y ~ 1 + (1 | g), poisson', y, g) FROM mixed"))
                    .contains("\"A7\"", "\"ok\"");
            assertThat(database.text(
                            "SELECT glmm_fit('y ~ factor(x)', y, CASE WHEN x > 0.5 THEN 'n/a' ELSE 1 END) FROM mixed"))
                    .contains("factor(x)n/a");
            assertThat(database.text("SELECT glmm_fit('y ~ x', y, nullif(nullif(x, 'n/a'), 'unknown')) FROM mixed"))
                    .contains("\"ok\"");
        }
    }

    @Test
    void functionsOfSomebodyElseAreRefused() throws SQLException {
        for (int arguments : new int[] {-1, 3}) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:")) {
                Function.create(connection, "glmm_fit", new Seven(), arguments, 0);
                assertThatThrownBy(() -> Glmm.register(connection))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("GLMM-701: ")
                        .hasMessageContaining("under its names: glmm_fit;");
            }
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:")) {
            Glmm.register(connection);
            Glmm.register(connection);
            Function.create(connection, "glmm_rows", new Seven(), 3, 0);
            assertThatThrownBy(() -> Glmm.register(connection)).hasMessageContaining("under its names: glmm_rows;");
        }
    }

    private static final class Seven extends Function {
        @Override
        protected void xFunc() throws SQLException {
            result(7);
        }
    }

    /** Views over fits and models, in a file that may only be read. */
    @Test
    void viewsWorkWhereNothingMayBeWritten() throws SQLException {
        Path file = directory.resolve("views.db");
        try (TestDatabase database = TestDatabase.open("jdbc:sqlite:" + file)) {
            database.execute("CREATE TABLE fits AS SELECT region, " + FIT + " AS model FROM obs GROUP BY region");
            database.execute(
                    "CREATE VIEW effects AS SELECT region, value ->> 'term' AS term FROM fits, json_each(glmm_rows(model, 'fixef'))");
            database.execute("CREATE VIEW fitted AS SELECT " + FIT + " AS model FROM obs");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
                Statement statement = connection.createStatement()) {
            Glmm.register(connection);
            try (var rows =
                    statement.executeQuery("SELECT COUNT(*), (SELECT glmm_status(model) FROM fitted) FROM effects")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(4);
                assertThat(rows.getString(2)).isEqualTo("ok");
            }
        }
    }
}
