package org.glmmsql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.glmmsql.engine.contract.TestDatabase;
import org.glmmsql.jdbc.Glmm;
import org.glmmsql.sql.Fitting;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eight connections that fit at the same time get the bits that they get one after the other. */
class ConcurrentFitsTest {
    private static final int CONNECTIONS = 8;

    /** One factor, several, none of them with the same text, so that none is remembered. */
    private static final List<String> QUERIES = IntStream.range(0, CONNECTIONS)
            .mapToObj(i -> "SELECT region, "
                    + (i % 2 == 0
                            ? "glmm_fit('y ~ x + f + (x | g), poisson, max_iterations = " + (200 + i) + "', y, x, f, g)"
                            : "glmm_fit('s ~ x + (1 | g) + (1 | f), binomial, max_iterations = " + (200 + i)
                                    + "', s, x, g, f)")
                    + " AS model FROM obs GROUP BY region ORDER BY region")
            .toList();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"h2", "duckdb", "sqlite"})
    void eightConnectionsGetTheSameBits(String engine) throws Exception {
        String url = "jdbc:" + engine + ":" + directory.resolve("concurrent.db");
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try (TestDatabase database = TestDatabase.open(url)) {
            List<List<List<Object>>> expected = new ArrayList<>();
            for (String query : QUERIES) {
                expected.add(database.rows(query));
            }
            Fitting.forget();
            long before = Fitting.count();
            CyclicBarrier start = new CyclicBarrier(CONNECTIONS);
            List<Future<List<List<Object>>>> found = new ArrayList<>();
            for (String query : QUERIES) {
                found.add(threads.submit(() -> {
                    try (Connection connection = DriverManager.getConnection(url)) {
                        Glmm.register(connection);
                        start.await();
                        return rows(connection, query);
                    }
                }));
            }
            for (int i = 0; i < CONNECTIONS; i++) {
                assertThat(found.get(i).get()).as(QUERIES.get(i)).isEqualTo(expected.get(i));
            }
            assertThat(Fitting.count() - before).isEqualTo(2 * CONNECTIONS);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<List<Object>> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(List.of(result.getObject(1), result.getObject(2)));
            }
            return rows;
        }
    }
}
