package org.glmmsql.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;
import org.glmmsql.jdbc.Glmm;
import org.junit.jupiter.api.Test;

/** DuckDB with several threads delivers rows in an order of its own: the model does not know. */
class DuckDbThreadsTest {
    @Test
    void theNumberOfThreadsChangesNoBit() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            Glmm.register(connection);
            // several row groups of 122,880 rows, so that threads share the scan
            statement.execute("CREATE TABLE t AS SELECT hash(i) % 2 AS y, (hash(i + 1) % 1000) / 500.0 - 1 AS x,"
                    + " 'g' || hash(i * 7) % 2000 AS g FROM range(400000) r(i)");
            Set<String> models = new LinkedHashSet<>();
            for (int threads : new int[] {1, 2, 4}) {
                statement.execute("SET threads = " + threads);
                // another text for each, so that no memo answers
                try (ResultSet rows = statement.executeQuery(
                        "SELECT glmm_fit('y ~ x + (1 | g), binomial" + " ".repeat(threads) + "', y, x, g) FROM t")) {
                    rows.next();
                    models.add(rows.getString(1).replaceAll("binomial +\"", "binomial\""));
                }
            }
            assertThat(models).hasSize(1);
        }
    }
}
