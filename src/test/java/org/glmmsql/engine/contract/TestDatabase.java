package org.glmmsql.engine.contract;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.glmmsql.jdbc.Glmm;
import org.jspecify.annotations.Nullable;

/** A database in memory with the functions, and the table {@code obs} of the contracts. */
public final class TestDatabase implements AutoCloseable {
    private static final int CLUSTERS = 12;
    private static final int ROWS_PER_CLUSTER = 10;

    private static final String DUCKDB = "jdbc:duckdb:";
    private static final String SPARK = "jdbc:spark:";

    /** Of the DuckDB that lives as long as the JVM. */
    private static @Nullable DuckDBConnection keeper;

    /** Of the Spark that lives as long as the JVM, where the observations are. */
    private static @Nullable TestDatabase spark;

    private static int attached;

    private final Connection connection;
    private final String close;
    private final List<String> created = new ArrayList<>();

    private TestDatabase(Connection connection, String close) {
        this.connection = connection;
        this.close = close;
    }

    /** @param url of a database in memory */
    public static TestDatabase open(String url) throws SQLException {
        return new TestDatabase(DriverManager.getConnection(url), "").filled();
    }

    /** Of a connection that has its functions. */
    public static TestDatabase of(Connection registered) throws SQLException {
        TestDatabase database = new TestDatabase(registered, "");
        database.createObservations();
        return database;
    }

    /** The same; those of DuckDB are databases of one process, in which only the first registration takes its time, as Spark is one. */
    public static synchronized TestDatabase openShared(String url) throws SQLException {
        if (url.startsWith(SPARK)) {
            spark = spark == null ? open(url) : spark;
            return new TestDatabase(DriverManager.getConnection(url), "");
        }
        if (!url.equals(DUCKDB)) {
            return open(url);
        }
        if (keeper == null) {
            keeper = DriverManager.getConnection(url).unwrap(DuckDBConnection.class);
        }
        String name = "test" + ++attached;
        TestDatabase database = new TestDatabase(keeper.duplicate(), "USE memory; DETACH " + name);
        database.execute("ATTACH ':memory:' AS " + name + "; USE " + name);
        return database.filled();
    }

    private TestDatabase filled() throws SQLException {
        Glmm.register(connection);
        createObservations();
        return this;
    }

    /** Counts y and successes s (0 or 1) of 12 clusters g in two regions, with a number x and a factor f; x has two NULLs. */
    private void createObservations() throws SQLException {
        execute("CREATE TABLE obs (region VARCHAR(10), g VARCHAR(10), x DOUBLE, f VARCHAR(10), y INTEGER, s INTEGER)");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < CLUSTERS * ROWS_PER_CLUSTER; i++) {
            int cluster = i % CLUSTERS;
            int noise = i * 7919 % 101;
            rows.add(String.format(
                    "('%s', 'g%02d', %s, '%s', %d, %d)",
                    cluster < CLUSTERS / 2 ? "north" : "south",
                    cluster,
                    i == 17 || i == 30 ? "NULL" : Double.toString(noise / 100.0),
                    i % 3 == 0 ? "a" : "b",
                    (noise * (cluster + 3) % 17 + cluster) / 4,
                    noise * (cluster + 5) % 13 + cluster > 11 ? 1 : 0));
        }
        execute("INSERT INTO obs VALUES " + String.join(", ", rows));
    }

    public Connection connection() {
        return connection;
    }

    public void execute(String sql) throws SQLException {
        String[] words = sql.split("[ (]", 4);
        if (spark != null && words[0].equals("CREATE") && !words[1].equals("TEMPORARY")) {
            created.add(0, "DROP " + words[1] + " IF EXISTS " + words[2]);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All rows, a row as a list of values. */
    public List<List<@Nullable Object>> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int j = 1; j <= result.getMetaData().getColumnCount(); j++) {
                    row.add(result.getObject(j));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The only value of the only row. */
    public @Nullable Object value(String sql) throws SQLException {
        return rows(sql).get(0).get(0);
    }

    /** The only value of the only row as text. */
    public String text(String sql) throws SQLException {
        return String.valueOf(value(sql));
    }

    @Override
    public void close() throws SQLException {
        if (!close.isEmpty()) {
            execute(close);
        }
        if (spark != null && this != spark) {
            for (String drop : created) {
                execute(drop);
            }
        }
        connection.close();
    }
}
