package org.glmmsql.engine.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.glmmsql.engine.contract.TestDatabase;
import org.glmmsql.error.GlmmException;
import org.glmmsql.jdbc.Glmm;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.Status;
import org.glmmsql.sql.Fitting;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special in H2. */
public class H2EngineTest {
    private static final String FIT = "glmm_fit('y ~ x + (1 | g), poisson', y, x, g)";

    /** A crossed model of 701 by 699 levels, which takes many seconds. */
    private static final String LONG_FIT =
            "SELECT glmm_fit('y ~ x + (x | a) + (x | b), binomial', MOD(n * 7919, 101) / 60, MOD(n, 97) / 97.0,"
                    + " MOD(n, 701), MOD(n * 31, 699)) FROM (SELECT CAST(x AS BIGINT) n FROM SYSTEM_RANGE(1, 60000))";

    @TempDir
    private Path directory;

    @Test
    void definitionsViewsAndModelsSurviveReopening() throws SQLException {
        String url = "jdbc:h2:" + directory.resolve("db");
        String fitted;
        try (TestDatabase database = TestDatabase.open(url)) {
            database.execute("CREATE TABLE fits AS SELECT region, " + FIT + " AS model FROM obs GROUP BY region");
            database.execute(
                    "CREATE VIEW coefficients AS SELECT * FROM glmm_fixef_by('SELECT region, model FROM fits')");
            database.execute("CREATE VIEW live AS SELECT " + FIT + " AS model FROM obs");
            database.execute("CREATE VIEW live_coefficients AS SELECT * FROM glmm_fixef((SELECT model FROM live))");
            fitted = database.text("SELECT model FROM fits WHERE region = 'north'");
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(value(statement, "SELECT COUNT(*) FROM coefficients")).isEqualTo("4");
            assertThat(value(statement, "SELECT term FROM live_coefficients WHERE term <> 'x'"))
                    .isEqualTo("(Intercept)");
            assertThat(value(statement, "SELECT model FROM fits WHERE region = 'north'"))
                    .isEqualTo(fitted);
            assertThat(value(statement, "SELECT " + FIT + " FROM obs WHERE region = 'north'"))
                    .isEqualTo(fitted);
        }
    }

    @Test
    void usersWithoutRightsToDefineUseWhatAnAdministratorDefined() throws SQLException {
        String url = "jdbc:h2:mem:rights";
        try (TestDatabase database = TestDatabase.open(url)) {
            database.execute("CREATE USER analyst PASSWORD 'a'");
            database.execute("GRANT SELECT ON obs TO analyst");
            try (Connection connection = DriverManager.getConnection(url, "analyst", "a");
                    Statement statement = connection.createStatement()) {
                Glmm.register(connection);
                assertThat(value(statement, "SELECT status FROM glmm_glance((SELECT " + FIT + " FROM obs))"))
                        .isEqualTo("ok");
            }
        }
    }

    @Test
    void usersAreToldWhenNobodyDefinedTheFunctions() throws SQLException {
        String url = "jdbc:h2:mem:nothing";
        try (Connection administrator = DriverManager.getConnection(url);
                Statement statement = administrator.createStatement()) {
            statement.execute("CREATE USER analyst PASSWORD 'a'");
            try (Connection connection = DriverManager.getConnection(url, "analyst", "a")) {
                assertThatThrownBy(() -> Glmm.register(connection))
                        .isInstanceOf(SQLException.class)
                        .hasMessageStartingWith("GLMM-701: ")
                        .hasMessageContaining("administrator");
            }
        }
    }

    @Test
    void aDatabaseThatCannotBeWrittenHasTheFunctionsOrSaysWhatToDo() throws SQLException {
        for (String first : List.of("jdbc:h2:", "jdbc:glmm:h2:")) {
            String file = directory.resolve(first.length() + "") + "";
            DriverManager.getConnection(first + file).close();
            String readOnly = "jdbc:glmm:h2:" + file + ";ACCESS_MODE_DATA=r";
            if (first.equals("jdbc:h2:")) {
                assertThatThrownBy(() -> DriverManager.getConnection(readOnly))
                        .isInstanceOf(SQLException.class)
                        .hasMessageStartingWith("GLMM-701: ")
                        .hasMessageContaining("install.sql");
            } else {
                try (Connection connection = DriverManager.getConnection(readOnly);
                        Statement statement = connection.createStatement()) {
                    assertThat(value(statement, "SELECT glmm_fit('y ~ 1', 1)")).startsWith("{");
                }
            }
        }
    }

    @Test
    void anArgumentOfATableFunctionIsFittedOnce() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:h2:mem:")) {
            for (String sql : List.of(
                    "SELECT * FROM glmm_fixef((SELECT " + FIT + " FROM obs))",
                    "SELECT * FROM glmm_fixef_by('SELECT 1 AS k, " + FIT.replace("'", "''") + " AS model FROM obs')",
                    "SELECT " + FIT + ", " + FIT + " FROM obs",
                    "SELECT region FROM obs GROUP BY region HAVING " + FIT.replace("y, x", "y + 1, x")
                            + " IS NOT NULL AND region = 'north'")) {
                Fitting.forget();
                long before = Fitting.count();
                database.rows(sql);
                assertThat(Fitting.count() - before)
                        .as(sql)
                        .isBetween(1L, 2L)
                        .isLessThan(sql.contains("HAVING") ? 3 : 2);
            }
        }
    }

    @Test
    void aKeyThatIsNamedAsAnotherColumnIsACodedError() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:h2:mem:")) {
            database.execute("CREATE TABLE fits AS SELECT region, " + FIT + " AS model FROM obs GROUP BY region");
            for (String keys : List.of("region AS status", "region, region")) {
                assertThatThrownBy(() ->
                                database.rows("SELECT * FROM glmm_glance_by('SELECT " + keys + ", model FROM fits')"))
                        .hasMessageStartingWith("GLMM-703: ")
                        .hasMessageContaining("rename it");
            }
        }
    }

    @Test
    void modelsMayBeStoredAsJson() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:h2:mem:")) {
            database.execute("CREATE TABLE fits (model JSON)");
            database.execute("INSERT INTO fits SELECT " + FIT + " FROM obs");
            String read = "SELECT term FROM glmm_fixef((SELECT model FROM fits))";
            assertThatThrownBy(() -> database.rows(read))
                    .hasMessageStartingWith("GLMM-501: ")
                    .hasMessageContaining("FORMAT JSON");
            database.execute("UPDATE fits SET model = (SELECT " + FIT + " FROM obs) FORMAT JSON");
            assertThat(database.rows(read)).isEqualTo(List.of(List.of("(Intercept)"), List.of("x")));
        }
    }

    @Test
    void filterAndWindowsWork() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:h2:mem:")) {
            String north = database.text("SELECT " + FIT + " FROM obs WHERE region = 'north'");
            assertThat(database.text("SELECT " + FIT + " FILTER (WHERE region = 'north') FROM obs"))
                    .isEqualTo(north);
            assertThat(database.rows(
                            "SELECT DISTINCT " + FIT + " OVER (PARTITION BY region) FROM obs WHERE region = 'north'"))
                    .isEqualTo(List.of(List.of(north)));
        }
    }

    @Test
    void parametersMayBeUsed() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:h2:mem:");
                var query = database.connection().prepareStatement("SELECT glmm_fit(?, y, x, g) FROM obs")) {
            query.setString(1, "y ~ x + (1 | g), poisson");
            try (ResultSet row = query.executeQuery()) {
                row.next();
                assertThat(ModelJson.parse(row.getString(1)).status()).isEqualTo(Status.OK);
            }
        }
    }

    @Test
    void valuesOfAllTypesBecomeColumns() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:h2:mem:")) {
            for (String grouping : List.of(
                    "CAST(g AS CHAR(5))",
                    "CAST(g AS CLOB)",
                    "CAST(SUBSTRING(g, 2) AS INTEGER)",
                    "CAST(CAST(SUBSTRING(g, 2) AS DOUBLE PRECISION) AS DECFLOAT)",
                    "DATE '2024-01-01' + CAST(SUBSTRING(g, 2) AS INTEGER)",
                    "DATEADD(HOUR, CAST(SUBSTRING(g, 2) AS INTEGER), TIMESTAMP '2024-01-01 00:00:00')",
                    "DATEADD(HOUR, CAST(SUBSTRING(g, 2) AS INTEGER), TIME '00:30:00')",
                    "CAST(CONCAT('00000000-0000-0000-0000-0000000000', SUBSTRING(g, 2)) AS UUID)",
                    "CAST(SUBSTRING(g, 2) AS VARBINARY(5))",
                    "JSON_OBJECT('g': g)",
                    "CAST(g AS ENUM('g11', 'g10', 'g09', 'g08', 'g07', 'g06', 'g05', 'g04', 'g03', 'g02', 'g01', 'g00'))")) {
                FittedModel model = ModelJson.parse(
                        database.text("SELECT glmm_fit('y ~ x + (1 | g), poisson', y, x, " + grouping + ") FROM obs"));
                assertThat(model.groups()).as(grouping).containsEntry("g", 12);
            }
            assertThatThrownBy(() -> database.text("SELECT glmm_fit('y ~ x + (1 | g)', y, x, ARRAY[g]) FROM obs"))
                    .hasMessageStartingWith("GLMM-203: ");
        }
    }

    @Test
    void aQueryTimeoutStopsAFit() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:h2:mem:");
                Statement statement = database.connection().createStatement()) {
            statement.setQueryTimeout(1);
            long start = System.nanoTime();
            assertThatThrownBy(() -> statement.executeQuery(LONG_FIT))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            statement.setQueryTimeout(0);
            assertThat(value(statement, "SELECT COUNT(*) FROM obs")).isEqualTo("120");
        }
    }

    @Test
    void cancelStopsAFitWithinASecond() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (TestDatabase database = TestDatabase.open("jdbc:h2:mem:");
                Statement statement = database.connection().createStatement()) {
            Future<?> fit = other.submit(() -> assertThatThrownBy(() -> statement.executeQuery(LONG_FIT))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014")));
            Thread.sleep(1500);
            assertThat(fit.isDone()).isFalse();
            long start = System.nanoTime();
            statement.cancel();
            fit.get();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        } finally {
            other.shutdownNow();
        }
    }

    private static Statement cancelledFromWithin;

    /** What the alias of the test below runs, in the middle of a statement. */
    public static int stopped(Connection connection) throws SQLException {
        Runnable probe = CancelProbe.of(connection);
        probe.run();
        cancelledFromWithin.cancel();
        int stops = 0;
        for (int thread = 0; thread < 3; thread++) {
            try {
                probe.run();
            } catch (GlmmException e) {
                stops++;
            }
        }
        return stops;
    }

    /** H2 tells a cancellation to the first who asks. */
    @Test
    void allThreadsOfAFitSeeACancellation() throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:h2:mem:");
                Statement statement = database.connection().createStatement()) {
            database.execute("CREATE ALIAS stopped FOR '" + H2EngineTest.class.getName() + ".stopped'");
            cancelledFromWithin = statement;
            assertThat(value(statement, "SELECT stopped()")).isEqualTo("3");
        }
    }

    @Test
    void concurrentFitsGiveTheSameBits() throws Exception {
        String url = "jdbc:h2:mem:concurrent;DB_CLOSE_DELAY=-1";
        ExecutorService others = Executors.newFixedThreadPool(8);
        try (TestDatabase database = TestDatabase.open(url)) {
            String sql = "SELECT " + FIT + " FROM obs";
            String expected = database.text(sql);
            List<Future<String>> fits = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                fits.add(others.submit(() -> {
                    try (Connection connection = DriverManager.getConnection(url);
                            Statement statement = connection.createStatement()) {
                        Fitting.forget();
                        return value(statement, sql);
                    }
                }));
            }
            for (Future<String> fit : fits) {
                assertThat(fit.get()).isEqualTo(expected);
            }
            database.execute("SHUTDOWN");
        } finally {
            others.shutdownNow();
        }
    }

    @Test
    void worksOverTcp() throws SQLException {
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", directory.toString())
                .start();
        try (TestDatabase database =
                TestDatabase.open("jdbc:glmm:h2:tcp://localhost:" + server.getPort() + "/./served")) {
            assertThat(database.rows("SELECT term FROM glmm_fixef((SELECT " + FIT + " FROM obs))"))
                    .isEqualTo(List.of(List.of("(Intercept)"), List.of("x")));
            assertThatThrownBy(() -> database.rows("SELECT glmm_fit('y ~', y) FROM obs"))
                    .hasMessageStartingWith("GLMM-101: ");
        } finally {
            server.stop();
        }
    }

    private static String value(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** As a column of large objects or a file hands it over. */
    @Test
    void modelsInLargeObjectsAreReadByAggregates() throws SQLException {
        try (TestDatabase own = TestDatabase.open("jdbc:h2:mem:")) {
            own.execute("CREATE TABLE kept(model CLOB)");
            own.execute("INSERT INTO kept SELECT glmm_fit('y ~ x + (1 | g), poisson', y, x, g) FROM obs");
            own.execute("CREATE TABLE short AS SELECT CAST(model AS VARCHAR) AS model FROM kept");
            String sql = "SELECT glmm_loglik((SELECT model FROM %s), y, x, g) FROM obs";
            assertThat(own.text(String.format(sql, "kept"))).isEqualTo(own.text(String.format(sql, "short")));
        }
    }
}
