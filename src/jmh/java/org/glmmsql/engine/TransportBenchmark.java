package org.glmmsql.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.glmmsql.sql.Fitting;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Milliseconds from a table of four columns (two doubles, an integer, a text) to the fitter, and with the fit. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgs = "-Xmx4g")
public class TransportBenchmark {
    private static final String MODEL = "y ~ x + z + (1 | g)";

    @Param({"1000000"})
    int rows;

    @Param({"h2 memory", "h2 file", "duckdb", "duckdb by name", "sqlite"})
    String engine = "";

    private Connection connection;

    @Setup
    public void createTable() throws Exception {
        Path file = Files.createTempDirectory("bench").resolve("db");
        boolean duckdb = engine.startsWith("duckdb");
        connection = DriverManager.getConnection("jdbc:glmm:"
                + switch (engine) {
                    case "h2 memory" -> "h2:mem:";
                    case "h2 file" -> "h2:" + file;
                    case "sqlite" -> "sqlite:";
                    default -> "duckdb:";
                });
        String i = duckdb
                ? "range(" + rows + ") r(i)"
                : engine.equals("sqlite")
                        ? "(WITH RECURSIVE r(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM r LIMIT " + rows
                                + ") SELECT i FROM r)"
                        : "(SELECT x AS i FROM SYSTEM_RANGE(0, " + (rows - 1) + "))";
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE t (y DOUBLE PRECISION, x INTEGER, z DOUBLE PRECISION, g VARCHAR(10), k INTEGER)");
            statement.execute(
                    "INSERT INTO t SELECT (i * 7919 % 9973) / 100.0, i % 100, CASE WHEN i > 0 THEN i * 31 % 50 END,"
                            + " 'g' || (i * 17 % 500), i / 100 FROM " + i);
        }
    }

    @TearDown
    public void close() throws SQLException {
        connection.close();
    }

    /** One row has a NULL and na_action = fail, so the call ends when all rows have arrived. */
    @Benchmark
    public String transport() throws SQLException {
        try {
            return fit(MODEL + ", na_action = fail", "");
        } catch (SQLException e) {
            if (!e.getMessage().contains("GLMM-206")) {
                throw e;
            }
            return e.getMessage();
        }
    }

    @Benchmark
    public String fit() throws SQLException {
        return fit(MODEL, "");
    }

    /** A fit for every 100 rows. */
    @Benchmark
    public String grouped() throws SQLException {
        return fit(MODEL, " GROUP BY k");
    }

    private String fit(String model, String groupBy) throws SQLException {
        Fitting.forget();
        String columns = engine.equals("duckdb by name") ? "t" : "y, x, z, g";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT MAX(m) FROM (SELECT glmm_fit('" + model + "', " + columns
                        + ") AS m FROM t" + groupBy + ") q")) {
            row.next();
            return row.getString(1);
        }
    }
}
