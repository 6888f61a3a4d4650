package org.glmmsql.engine.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.glmmsql.engine.contract.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that come as text: what writes is refused wherever it stands, what reads is not. */
public class QueryArgumentTest {
    private static final String URL = "jdbc:h2:mem:query_arguments";

    @TempDir
    private Path folder;

    private TestDatabase database;

    /** A function of the user, which may do anything. */
    public static int anything(int x) {
        return x;
    }

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.open(URL);
        String name = QueryArgumentTest.class.getName() + ".anything'";
        for (String sql : List.of(
                "CREATE TABLE fits AS SELECT region AS k, glmm_fit('y ~ x', y, x) AS model FROM obs GROUP BY region",
                "CREATE SEQUENCE numbers",
                "CREATE ALIAS anything FOR '" + name,
                "CREATE ALIAS harmless DETERMINISTIC FOR '" + name,
                "CREATE VIEW numbered AS SELECT NEXT VALUE FOR numbers AS k, model FROM fits",
                "CREATE VIEW over_numbered AS SELECT * FROM numbered",
                "CREATE VIEW called AS SELECT anything(1) AS k, model FROM fits")) {
            database.execute(sql);
        }
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private List<List<Object>> rows(String query) throws SQLException {
        return database.rows("SELECT * FROM glmm_glance_by('" + query.replace("'", "''") + "')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT NEXT VALUE FOR numbers AS k, model FROM fits",
                "SELECT nextval('numbers') AS k, model FROM fits",
                "WITH w AS (SELECT NEXT VALUE FOR numbers AS k, model FROM fits) SELECT * FROM w",
                "SELECT * FROM numbered",
                "SELECT * FROM over_numbered",
                "WITH w AS (SELECT * FROM over_numbered) SELECT * FROM w",
                "SELECT (SELECT MAX(k) FROM numbered) AS k, model FROM fits",
                "SELECT k, model FROM fits FOR UPDATE",
                "SELECT k, model FROM fits WHERE k IN (SELECT k FROM fits FOR UPDATE)",
                "SELECT r.status AS k, model FROM fits, glmm_glance((SELECT MAX(model) FROM fits FOR UPDATE)) r",
                "SELECT FILE_WRITE('x', 'FOLDER/file') AS k, model FROM fits",
                "SELECT CSVWRITE('FOLDER/file', 'SELECT 1') AS k, model FROM fits",
                "SELECT table_name AS model FROM LINK_SCHEMA('Z', '', 'jdbc:h2:mem:other', '', '', 'PUBLIC')",
                "SELECT SET(@a, 5) AS k, model FROM fits",
                "SELECT ABORT_SESSION(1000) AS k, model FROM fits",
                "SELECT * FROM FINAL TABLE (DELETE FROM fits)",
                "SELECT anything(1) AS k, model FROM fits",
                "WITH w AS (SELECT anything(1) AS k, model FROM fits) SELECT * FROM w",
                "SELECT * FROM called",
                "SELECT * FROM glmm_glance_by('SELECT NEXT VALUE FOR numbers AS k, model FROM fits')",
                "RUNSCRIPT FROM 'FOLDER/file'",
                "SCRIPT TO 'FOLDER/file'",
                "EXPLAIN ANALYZE DELETE FROM fits",
                "CALL NEXT VALUE FOR numbers",
            })
    void whatWritesIsRefused(String query) throws SQLException {
        assertThatThrownBy(() -> rows(query.replace("FOLDER", folder.toString())))
                .isInstanceOf(SQLException.class)
                .hasMessageStartingWith("GLMM-703: ");
        assertThat(database.text("SELECT NEXT VALUE FOR numbers")).isEqualTo("1");
        assertThat(database.text("SELECT COUNT(*) FROM fits")).isEqualTo("2");
        assertThat(database.text("SELECT COUNT(*) FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = 'Z'"))
                .isEqualTo("0");
        assertThat(Files.exists(folder.resolve("file"))).isFalse();
    }

    @Test
    void theMessageNamesWhatWrites() {
        assertThatThrownBy(() -> rows("SELECT * FROM over_numbered"))
                .hasMessageContaining("NEXT VALUE FOR in the view NUMBERED in the view OVER_NUMBERED");
        assertThatThrownBy(() -> rows("SELECT anything(1) AS k, model FROM fits"))
                .hasMessageContaining("function ANYTHING, which is not declared DETERMINISTIC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT k AS \"nextval( FOR UPDATE\", model FROM fits -- FOR UPDATE",
                "SELECT 'it''s FOR UPDATE, \"PUBLIC\".\"ANYTHING\"(' AS k, model FROM fits /* NEXT VALUE FOR x */",
                "SELECT harmless(1) AS k, model FROM fits",
                "SELECT glmm_summary(model) AS k, model FROM fits",
                "SELECT glmm_predict(model, '', 1) AS k, model FROM (SELECT model FROM fits WHERE k > '')",
                "WITH w AS (SELECT k, model FROM fits) SELECT * FROM w",
                "TABLE fits",
            })
    void whatReadsIsRun(String query) throws SQLException {
        assertThat(rows(query)).hasSize(2);
    }

    /** H2 gives functions the connection of who asks. */
    @Test
    void inAViewAQueryHasTheRightsOfWhoAsksAndTheMessageSaysWhatToDo() throws SQLException {
        for (String sql : List.of(
                "CREATE VIEW by_key AS SELECT * FROM glmm_tidy_by('SELECT k, model FROM fits')",
                "CREATE VIEW fitted AS SELECT * FROM glmm('y ~ x', 'SELECT y, x FROM obs')",
                "CREATE VIEW one AS SELECT * FROM glmm_tidy((SELECT MAX(model) FROM fits))",
                "CREATE TABLE kept AS SELECT * FROM by_key",
                "CREATE USER reader PASSWORD 'r'",
                "GRANT SELECT ON by_key, fitted, one, kept TO reader")) {
            database.execute(sql);
        }
        try (Connection connection = DriverManager.getConnection(URL, "reader", "r");
                Statement statement = connection.createStatement()) {
            for (String view : List.of("by_key", "fitted")) {
                assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM " + view))
                        .hasMessageStartingWith("GLMM-703: ")
                        .hasMessageContaining("Not enough rights")
                        .hasMessageContaining("grant SELECT on its tables, or keep the rows in a table");
            }
            for (String readable : List.of("one", "kept")) {
                assertThat(statement.executeQuery("SELECT * FROM " + readable).next())
                        .isTrue();
            }
            database.execute("GRANT SELECT ON fits TO reader");
            assertThat(statement.executeQuery("SELECT * FROM by_key").next()).isTrue();
        }
    }
}
