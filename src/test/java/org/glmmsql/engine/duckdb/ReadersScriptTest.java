package org.glmmsql.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.glmmsql.engine.contract.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sql/duckdb/readers.sql, for clients without this library. */
class ReadersScriptTest {
    private static final Path SCRIPT = Path.of("sql/duckdb/readers.sql");

    /** {@code mvn test -Dtest=ReadersScriptTest -Dglmm.update=true} writes it again. */
    @Test
    void isCurrent() throws Exception {
        String expected = "-- Readers of stored models for a session, without Java; see ../README.md.\n"
                + String.join(";\n", Macros.readers("TEMP ")) + ";\n";
        if (Boolean.getBoolean("glmm.update")) {
            Files.writeString(SCRIPT, expected);
        }
        assertThat(SCRIPT).content().isEqualTo(expected);
    }

    @Test
    void aSessionBeginsWithIt(@TempDir Path directory) throws Exception {
        String url = "jdbc:duckdb:" + directory.resolve("models.db");
        try (TestDatabase database = TestDatabase.open(url)) {
            database.execute(
                    "CREATE TABLE fits AS SELECT region, glmm_fit('y ~ x + (1 | g), poisson', y, x, g) AS model"
                            + " FROM obs GROUP BY region");
        }
        try (Connection connection = DriverManager.getConnection(url + ";session_init_sql_file=" + SCRIPT);
                Statement statement = connection.createStatement()) {
            assertThat(count(statement, "SELECT COUNT(*) FROM glmm_fixef_by('SELECT region, model FROM fits')"))
                    .isEqualTo(4);
            assertThat(count(statement, "SELECT COUNT(*) FROM fits f, glmm_ranef(f.model)"))
                    .isEqualTo(12);
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(count(statement, "SELECT COUNT(*) FROM duckdb_functions() WHERE function_name LIKE 'glmm%'"))
                    .as("traces in the file")
                    .isZero();
        }
    }

    private static int count(Statement statement, String sql) throws Exception {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
