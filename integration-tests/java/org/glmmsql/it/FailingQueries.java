package org.glmmsql.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.glmmsql.reference.CsvTable;

/**
 * Queries of DuckDB that fail at a random place, in a JVM of their own: {@code FailingQueries <queries> <seed>}. After each failure nobody may
 * read what DuckDB owns; after all of them fits give the bits that they gave before. Prints how many queries failed by code, then
 * {@code left reading: 0}.
 */
final class FailingQueries {
    private static final int FACTORS = 10;
    private static final int GROUPS = 300;
    private static final String GOOD = "SELECT glmm_fit('y ~ x + (1 | g), poisson', y, x, g) FROM s";

    private final RandomGenerator random;
    private final Connection connection;
    private final ScheduledExecutorService canceller = Executors.newSingleThreadScheduledExecutor(task -> {
        // a failed check ends the process, whatever is planned
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Integer> failures = new TreeMap<>();
    private int leftReading;

    private FailingQueries(long seed, Connection connection) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.connection = connection;
    }

    public static void main(String[] arguments) {
        try {
            run(arguments);
        } catch (Exception | Error failure) {
            failure.printStackTrace();
            System.exit(1); // whatever thread still runs
        }
    }

    private static void run(String[] arguments) throws SQLException {
        try (Connection connection = Databases.open(CsvTable.DUCKDB)) {
            FailingQueries queries = new FailingQueries(Long.parseLong(arguments[1]), connection);
            queries.createTables();
            String before = Databases.text(connection, GOOD);
            for (int query = 0; query < Integer.parseInt(arguments[0]); query++) {
                queries.runOne();
            }
            queries.canceller.shutdownNow();
            System.out.println(queries.failures);
            System.out.println("left reading: " + queries.leftReading);
            System.out.println("same bits: "
                    + before.equals(Databases.text(connection, GOOD.replace("poisson", "poisson "))
                            .replace("poisson ", "poisson")));
        }
    }

    /** So many rows that columns are copied at the same time; texts that are inlined and texts that are not. */
    private void createTables() throws SQLException {
        StringBuilder wide = new StringBuilder(
                "CREATE TABLE wide AS SELECT sin(i) AS y, [i] AS list, {'a': i} AS struct,"
                        + " MAP {i: i} AS map, CASE WHEN i = 77 THEN 'NaN'::DOUBLE ELSE cos(i) END AS nan, cos(i) AS x");
        for (int k = 0; k < FACTORS; k++) {
            wide.append(k % 2 == 0 ? ", 'g' || (i % " : ", 'the long name of level ' || (i % ")
                    .append(40 + k)
                    .append(") AS f")
                    .append(k);
        }
        Databases.execute(connection, wide + " FROM range(66000) r(i)");
        Databases.execute(
                connection,
                "CREATE TABLE s AS SELECT k, (i * 7 + k) % 5 AS y, (i * 13) % 10 / 10.0 AS x, 'g' || i % 6 AS g FROM range(30) r(i), range("
                        + GROUPS + ") q(k)");
    }

    private void runOne() throws SQLException {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> oneBadGroup();
            case 4, 5 -> badPrediction();
            case 6, 7 -> cancelled(groups("'y ~ x + (1 | g), poisson'"));
            case 8 -> cancelled(badColumn("nan"));
            case 9 -> tooMuchMemory();
            case 10, 11 -> fails(badColumn("nan"), "GLMM-204");
            default -> fails(badColumn(List.of("list", "struct", "map").get(random.nextInt(3))), "GLMM-203");
        }
    }

    /** A column that cannot be used among those that can. */
    private String badColumn(String bad) {
        List<String> columns = new ArrayList<>();
        for (int k = 0; k < FACTORS; k++) {
            columns.add("f" + k);
        }
        columns.add(random.nextInt(FACTORS + 1), bad);
        return "SELECT glmm_fit('y ~ " + String.join(" + ", columns).replaceAll("(f\\d+)", "(1 | $1)")
                + ", on_error = fail, max_iterations = " + (1 + random.nextInt(1000)) + "', y, "
                + String.join(", ", columns)
                + ") FROM wide";
    }

    private String groups(String text) {
        return groups(text, "y");
    }

    /** @param y an expression */
    private String groups(String text, String y) {
        return "SELECT k, glmm_fit_rows(" + text + ", list({'y': " + y + ", 'x': x, 'g': g})) FROM s GROUP BY k";
    }

    /** The text of one group is wrong, or a value where the text says that this is an error. */
    private void oneBadGroup() throws SQLException {
        int bad = random.nextInt(GROUPS);
        // another text every time, so that no memo answers
        int iterations = 1 + random.nextInt(1_000_000);
        if (random.nextBoolean()) {
            fails(
                    groups(
                            "'y ~ x + (1 | g), poisson, on_error = fail, max_iterations = " + iterations + "'",
                            "CASE WHEN k = " + bad + " THEN -1 ELSE y END"),
                    "GLMM-302");
            return;
        }
        fails(
                groups("CASE WHEN k = " + bad
                        + " THEN 'y ~ x + (1 | h)' ELSE 'y ~ x + (1 | g), poisson, max_iterations = " + iterations
                        + "' END"),
                "GLMM-201");
    }

    private void badPrediction() throws SQLException {
        fails(
                "SELECT sum(glmm_predict((" + GOOD + "), '', CASE WHEN k = " + random.nextInt(GROUPS)
                        + " THEN 'NaN'::DOUBLE ELSE x END, g)) FROM s",
                "GLMM-204");
    }

    private void tooMuchMemory() throws SQLException {
        fails(
                "SELECT glmm_fit('y ~ 1 + (1 | a) + (1 | b) + (1 | c)', y, a, b, c) FROM (SELECT i AS y, 'the level number ' || i AS a,"
                        + " 'number ' || i AS b, i / 3 AS c FROM range(700000) r(i))",
                "GLMM-601");
    }

    private void cancelled(String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ScheduledFuture<?> cancel = canceller.schedule(
                    () -> {
                        statement.cancel();
                        return null;
                    },
                    random.nextInt(200_000),
                    TimeUnit.MICROSECONDS);
            try {
                statement.executeQuery(query).close();
                count("none");
            } catch (SQLException failure) {
                lookForReaders();
                count(failure.getMessage().contains("INTERRUPT") ? "cancelled" : code(failure));
            }
            cancel.cancel(false);
        }
    }

    private void fails(String query, String code) throws SQLException {
        try {
            Databases.rows(connection, query);
        } catch (SQLException failure) {
            lookForReaders();
            if (!failure.getMessage().contains(code + ": ")) {
                throw failure;
            }
            count(code);
            return;
        }
        throw new IllegalStateException("no " + code + " from " + query);
    }

    private static String code(SQLException failure) {
        return failure.getMessage().replaceAll("(?s).*(GLMM-\\d+).*", "$1");
    }

    private void count(String code) {
        failures.merge(code, 1, Integer::sum);
    }

    private void lookForReaders() {
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if (thread != Thread.currentThread() && Arrays.stream(frames).anyMatch(FailingQueries::isReading)) {
                leftReading++;
                System.out.println(thread + " " + Arrays.toString(frames));
            }
        });
    }

    private static boolean isReading(StackTraceElement frame) {
        return frame.getClassName().startsWith("org.glmmsql.engine.")
                || frame.getClassName().startsWith("org.glmmsql.sql.");
    }
}
