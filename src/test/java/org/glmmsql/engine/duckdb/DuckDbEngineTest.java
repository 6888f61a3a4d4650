package org.glmmsql.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.glmmsql.engine.contract.TestDatabase;
import org.glmmsql.jdbc.Glmm;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.sql.Fitting;
import org.glmmsql.sql.FunctionCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is special in DuckDB. */
class DuckDbEngineTest {
    private static final String MODEL = "'y ~ x + (1 | g), poisson'";
    private static final String FIT = "glmm_fit(" + MODEL + ", y, x, g)";

    @TempDir
    private Path directory;

    private TestDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.openShared("jdbc:duckdb:");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void rowsBindByName() throws SQLException {
        String expected = database.text("SELECT " + FIT + " FROM obs");
        assertThat(database.text("SELECT glmm_fit(" + MODEL + ", obs) FROM obs"))
                .isEqualTo(expected);
        assertThat(database.text("SELECT glmm_fit(" + MODEL + ", {'g': g, 'unused': [1], 'x': x, 'Y': y}) FROM obs"))
                .isEqualTo(expected);
        assertThat(database.text("SELECT glmm_fit(" + MODEL + ", t) FROM (SELECT y, x, g FROM obs) t"))
                .isEqualTo(expected);
        assertThat(ModelJson.parse(database.text(
                                "SELECT glmm_fit('y ~ . + (1 | g), poisson', t) FROM (SELECT y, x, f, g FROM obs) t"))
                        .fixed())
                .extracting("term")
                .containsExactly("(Intercept)", "x", "fb");
        assertThatThrownBy(() -> database.text("SELECT glmm_fit('y ~ z + (1 | g)', obs) FROM obs"))
                .hasMessageContaining("GLMM-201: ");
    }

    @Test
    void listsOfRowsAreTheLongForm() throws SQLException {
        String north = database.text("SELECT " + FIT + " FROM obs WHERE region = 'north'");
        assertThat(database.text(
                        "SELECT glmm_fit_rows(" + MODEL + ", list(t) FILTER (WHERE region = 'north')) FROM obs t"))
                .isEqualTo(north);
        assertThat(database.value("SELECT glmm_fit_rows('y ~ x', NULL)")).isNull();
        assertThat(database.value("SELECT glmm_fit_rows('y ~ x', [])")).isNull();
        assertThatThrownBy(() -> database.value("SELECT glmm_fit_rows('y ~ x', 7)"))
                .hasMessageContaining("GLMM-203: ");
        assertThatThrownBy(() -> database.value("SELECT glmm_fit_rows('y ~ x', [7]::INTEGER[1])"))
                .hasMessageContaining("GLMM-203: ");
    }

    @Test
    void readersAreLateral() throws SQLException {
        database.execute("CREATE TABLE fits AS SELECT region, " + FIT + " AS model FROM obs GROUP BY region");
        assertThat(database.rows("SELECT f.region, c.term FROM fits f, glmm_fixef(f.model) c ORDER BY ALL"))
                .isEqualTo(List.of(
                        List.of("north", "(Intercept)"),
                        List.of("north", "x"),
                        List.of("south", "(Intercept)"),
                        List.of("south", "x")));
    }

    @Test
    void rowsMadeByJavaAreLateralToo() throws SQLException {
        database.execute("CREATE TABLE fits AS SELECT region, " + FIT + " AS model FROM obs GROUP BY region");
        assertThat(database.rows(
                        "SELECT f.region, c.term2 FROM fits f, glmm_vcov(f.model) c WHERE c.term1 = 'x' ORDER BY ALL"))
                .isEqualTo(List.of(
                        List.of("north", "(Intercept)"),
                        List.of("north", "x"),
                        List.of("south", "(Intercept)"),
                        List.of("south", "x")));
    }

    /** y, x and g in other types that hold the same values. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "y::TINYINT",
                "y::SMALLINT",
                "y::BIGINT",
                "y::HUGEINT",
                "y::UTINYINT",
                "y::USMALLINT",
                "y::UINTEGER",
                "y::UBIGINT",
                "y::UHUGEINT",
                "y::FLOAT",
                "y::DOUBLE",
                "y::DECIMAL(4, 1)",
                "y::DECIMAL(9, 2)",
                "y::DECIMAL(18, 3)",
                "y::DECIMAL(38, 4)",
            })
    void numbersOfAllTypesAreTheSame(String y) throws SQLException {
        assertThat(database.text("SELECT glmm_fit(" + MODEL + ", " + y + ", x, g) FROM obs"))
                .isEqualTo(database.text("SELECT " + FIT + " FROM obs"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "substr(g, 2)::INTEGER; 3",
                "(substr(g, 2)::HUGEINT + 170141183460469231731687303715884105000); 170141183460469231731687303715884105003",
                "(substr(g, 2)::BIGINT + 9007199254740993); 9007199254740996",
                "DATE '2024-01-01' + substr(g, 2)::INTEGER; 2024-01-04",
                "(DATE '2024-01-01' + substr(g, 2)::INTEGER)::TIMESTAMP; 2024-01-04",
                "TIMESTAMP '2024-01-01 00:00:00' + to_hours(substr(g, 2)::INTEGER); 2024-01-01T03:00",
                "(TIMESTAMP '2024-01-01 00:00:00' + to_hours(substr(g, 2)::INTEGER))::TIMESTAMP_S; 2024-01-01T03:00",
                "(TIMESTAMP '2024-01-01 00:00:00' + to_hours(substr(g, 2)::INTEGER))::TIMESTAMP_MS; 2024-01-01T03:00",
                "(TIMESTAMP '2024-01-01 00:00:00' + to_hours(substr(g, 2)::INTEGER))::TIMESTAMP_NS; 2024-01-01T03:00",
                "('00000000-0000-0000-8000-0000000000' || substr(g, 2))::UUID; 00000000-0000-0000-8000-000000000003",
                "'a name longer than twelve bytes ' || g; a name longer than twelve bytes g03",
                "'é' || g; ég03",
                "TIME '09:00:00' + to_minutes(substr(g, 2)::INTEGER); 09:03:00",
                "(TIME '09:00:00' + to_minutes(substr(g, 2)::INTEGER))::TIMETZ; 09:03:00+00",
                "TIME '09:00:00' + to_microseconds(substr(g, 2)::INTEGER); 09:00:00.000003",
                "('09:00:00.0000000' || substr(g, 2))::TIME_NS; 09:00:00.000000003",
                "to_days(substr(g, 2)::INTEGER + 10); 13 days",
                "g::BLOB; 673033",
                "('a long blob of more than twelve bytes ' || g)::BLOB;"
                        + " 61206c6f6e6720626c6f62206f66206d6f7265207468616e207477656c766520627974657320673033",
                "(substr(g, 2)::INTEGER + 16)::BIT; 00000000000000000000000000010011",
                "(substr(g, 2)::HUGEINT + 100000000000000000000)::BIGNUM; 100000000000000000003",
            })
    void anyTypeGroups(String grouping, String fourthLevel) throws SQLException {
        FittedModel model =
                ModelJson.parse(database.text("SELECT glmm_fit(" + MODEL + ", y, x, " + grouping + ") FROM obs"));
        assertThat(model.randomEffects().get(0).levels()).hasSize(12).element(3).isEqualTo(fourthLevel);
        assertThat(model.fixed())
                .isEqualTo(ModelJson.parse(database.text("SELECT " + FIT + " FROM obs"))
                        .fixed());
    }

    @Test
    void booleansAndEnumsAreFactorsInTheirOwnOrder() throws SQLException {
        assertThat(terms("y ~ f", "y, (f = 'b')")).containsExactly("(Intercept)", "fTRUE");
        database.execute("CREATE TYPE letters AS ENUM ('b', 'a')");
        assertThat(terms("y ~ f", "y, f::letters")).containsExactly("(Intercept)", "fa");
        assertThat(terms("y ~ f", "y, f")).containsExactly("(Intercept)", "fb");
    }

    @Test
    void typesThatMeanNothingAreCodedErrors() {
        for (String value :
                List.of("[1]", "[1]::INTEGER[1]", "{'a': 1}", "MAP {1: 2}", "union_value(a := 1)", "row(1, 'a')")) {
            for (String call : List.of("glmm_fit('y ~ x', y, ", "glmm_fit('y ~ 1 + (1 | x)', y, ")) {
                assertThatThrownBy(() -> database.text("SELECT " + call + value + ") FROM obs"))
                        .as(value)
                        .hasMessageContaining("GLMM-203: ");
            }
        }
    }

    /** The words of DuckDB itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INTERVAL 0 DAYS",
                "INTERVAL 1 DAY",
                "INTERVAL (-1) DAY",
                "INTERVAL 14 MONTHS",
                "INTERVAL (-14) MONTHS",
                "INTERVAL 1 YEAR + INTERVAL 2 DAYS - INTERVAL 3 HOURS",
                "INTERVAL 2 MONTHS + INTERVAL 1500 MILLISECONDS",
                "INTERVAL (-1) MICROSECONDS",
                "INTERVAL 100 HOURS",
                "INTERVAL 1234567 SECONDS",
                "TIME '00:00:00'",
                "TIME '24:00:00'",
                "TIME '23:59:59.123456'",
                "TIME '23:59:59.12'",
                "'10:15:00+01'::TIMETZ",
                "'10:15:00-05:30'::TIMETZ",
                "'10:15:30.5+15:59'::TIMETZ",
                "'24:00:00-15:59'::TIMETZ",
                "'1'::BIT",
                "'0101011'::BIT",
                "'000000000101011'::BIT",
                "-12345678901234567890123::BIGNUM",
                "-1::BIGNUM",
                "123456789012345678901234567890::BIGNUM",
                "12345678901234567890123456789012345678::DECIMAL(38, 0)",
                "1234567890123456789012345678901234.5678::DECIMAL(38, 4)",
                "90071992547409931.01::DECIMAL(20, 2)",
                "9007199254740993.1::DECIMAL(17, 1)",
                "0.12345678901234567891::DECIMAL(38, 20)",
                "uuid()",
            })
    void valuesOfOddTypesHaveTheirText(String value) throws SQLException {
        database.execute("CREATE TABLE odd AS SELECT " + value + " AS v");
        database.execute("CREATE TABLE fits AS SELECT " + FIT + " AS model FROM obs");
        assertThatThrownBy(
                        () -> database.rows("SELECT glmm_predict(model, 'new_levels = error', 0.5, v) FROM fits, odd"))
                .hasMessageContaining("'" + database.text("SELECT v::VARCHAR FROM odd") + "'");
    }

    @Test
    void aTableWithAColumnOfItsOwnNameIsExplained() throws SQLException {
        database.execute("CREATE TABLE Rail AS SELECT y AS travel, g AS Rail FROM obs");
        assertThatThrownBy(() -> database.rows("SELECT glmm_fit('travel ~ 1 + (1 | Rail)', Rail) FROM Rail"))
                .hasMessageContaining("GLMM-202: ")
                .hasMessageContaining("FROM t AS r");
        assertThat(database.text("SELECT glmm_fit('travel ~ 1 + (1 | Rail)', r) FROM Rail AS r"))
                .contains("\"ok\"");
    }

    @Test
    void theRowOfABadNumberIsFoundByItsValues() throws SQLException {
        database.execute(
                "CREATE TABLE bad AS SELECT i AS y, CASE WHEN i % 50000 = 7 THEN 'NaN'::DOUBLE ELSE i END AS x,"
                        + " 'g' || i % 30 AS g FROM range(300000) r(i)");
        for (int run = 0; run < 10; run++) {
            database.execute("SET threads = " + (1 + run % 4));
            assertThatThrownBy(() ->
                            database.rows("SELECT glmm_fit('y ~ x + (1 | g), on_error = fail', y, x, g) FROM bad"))
                    .hasMessageContaining(
                            "GLMM-204: column 'x' has 6 values that are not finite (first: NaN where y = 7,"
                                    + " g = 'g7'); filter them or make them NULL");
        }
        database.execute("RESET threads");
    }

    @Test
    void manyGroupsInOneCallAreFittedAlike() throws SQLException {
        String first = database.text("SELECT " + FIT + " FROM obs");
        assertThat(database.rows("SELECT COUNT(*), COUNT(DISTINCT model), MIN(model) FROM (SELECT k, " + FIT
                        + " AS model FROM obs, range(3000) r(k) GROUP BY k)"))
                .isEqualTo(List.of(List.of(3000L, 1L, first)));
    }

    @Test
    void aFittedValueIsFittedOnce() throws SQLException {
        for (String sql : List.of(
                "SELECT model FROM (SELECT " + FIT + " AS model FROM obs) WHERE model IS NOT NULL",
                "SELECT * FROM glmm_fixef((SELECT " + FIT + " FROM obs))",
                "SELECT " + FIT + ", glmm_summary(" + FIT + ") FROM obs",
                "SELECT * FROM glmm(" + MODEL + ", 'FROM obs')")) {
            Fitting.forget();
            long before = Fitting.count();
            database.rows(sql);
            assertThat(Fitting.count() - before).as(sql).isEqualTo(1);
        }
    }

    @Test
    void aFileKeepsNoTrace() throws SQLException {
        String url = "jdbc:duckdb:" + directory.resolve("user.db");
        try (Connection connection = DriverManager.getConnection(url)) {
            Glmm.register(connection);
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(count(statement, "SELECT COUNT(*) FROM duckdb_functions() WHERE function_name LIKE 'glmm%'"))
                    .isZero();
        }
    }

    @Test
    void persistentMacrosAndModelsSurviveReopening() throws Exception {
        String url = "jdbc:duckdb:" + directory.resolve("kept.db");
        try (TestDatabase kept = TestDatabase.open(url)) {
            for (String statement :
                    Files.readString(Path.of("sql/duckdb/install.sql")).split(";\n")) {
                kept.execute(statement);
            }
            kept.execute("CREATE TABLE fits AS SELECT " + FIT + " AS model FROM obs");
            kept.execute("CREATE VIEW coefficients AS SELECT c.* FROM fits, glmm_fixef(fits.model) c");
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            // without a line of Java
            assertThat(count(statement, "SELECT COUNT(*) FROM coefficients")).isEqualTo(2);
            try (Statement failing = connection.createStatement()) {
                assertThatThrownBy(() -> failing.executeQuery("SELECT " + FIT + " FROM obs"))
                        .hasMessageContaining("Catalog Error");
            }
            assertThat(count(statement, "SELECT COUNT(*) FROM obs")).isEqualTo(120);
            Glmm.register(connection);
            assertThat(count(statement, "SELECT COUNT(*) FROM glmm_glance((SELECT " + FIT + " FROM obs))"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT nextval('s') AS y, model FROM fits",
                "SELECT 's'.NextVal() AS y, model FROM fits",
                "SELECT main.\"nextval\"('s') AS y, model FROM fits",
                "SELECT * FROM fits WHERE (SELECT nextval('s')) > 0",
                "WITH q AS (SELECT nextval('s') AS y, * FROM fits) FROM q",
                "FROM query('SELECT nextval(''s'') AS y, model FROM fits')",
                "WITH q AS (DELETE FROM fits RETURNING *) FROM q",
                "WITH q AS (INSERT INTO fits VALUES (1, '') RETURNING *) FROM q",
                "FROM checkpoint()",
                "FROM enable_logging()",
                "SELECT write_log('x') AS y, model FROM fits",
                "COPY fits TO 'target/never.csv'",
                "ATTACH ':memory:' AS other",
                "PRAGMA enable_profiling",
                "SET threads = 1",
                "CREATE TABLE never AS FROM fits",
                "FROM fits; FROM fits",
            })
    void aQueryArgumentThatDoesMoreThanReadIsRefused(String query) throws SQLException {
        database.execute("CREATE SEQUENCE s");
        database.execute("CREATE TABLE fits AS SELECT 1 AS y, " + FIT + " AS model FROM obs");
        for (String call : List.of("glmm('y ~ 1', '", "glmm_fixef_by('")) {
            assertThatThrownBy(() -> database.rows("SELECT * FROM " + call + query.replace("'", "''") + "')"))
                    .hasMessageContaining("GLMM-703: the query argument ");
        }
        assertThat(database.value("SELECT nextval('s')")).isEqualTo(1L);
        assertThat(database.value("SELECT COUNT(*) FROM fits")).isEqualTo(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM fits",
                "SELECT k, model FROM fits WHERE 'nextval(' <> 'checkpoint'",
                "FROM fits UNION ALL BY NAME FROM fits ORDER BY k LIMIT 1",
                "SELECT * FROM (VALUES (1)) v(z), fits QUALIFY row_number() OVER (ORDER BY z) = 1",
                "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 3)"
                        + " SELECT max(i) AS i, any_value(model) AS model FROM r, fits",
                "SELECT {'a': 1} AS s, list_transform([1], lambda z: z + 1) AS l, DATE '2024-01-01' + INTERVAL 1 DAY AS d,"
                        + " model FROM fits",
                "SELECT model FROM fits -- the end",
            })
    void anyQueryThatReadsIsAQueryArgument(String query) throws SQLException {
        database.execute("CREATE TABLE fits AS SELECT 1 AS k, " + FIT + " AS model FROM obs");
        assertThat(database.rows("SELECT status FROM glmm_glance_by('" + query.replace("'", "''") + "')"))
                .isEqualTo(List.of(List.of("ok")));
    }

    /** A view over a query argument, in a file that may only be read. */
    @Test
    void viewsOverQueriesWorkWhereNothingMayBeWritten() throws SQLException {
        String url = "jdbc:duckdb:" + directory.resolve("views.db");
        try (TestDatabase writable = TestDatabase.open(url)) {
            writable.execute("CREATE TABLE fits AS SELECT region, " + FIT + " AS model FROM obs GROUP BY region");
            writable.execute("CREATE VIEW effects AS SELECT * FROM glmm_fixef_by('FROM fits')");
            writable.execute("CREATE VIEW fitted AS SELECT * FROM glmm(" + MODEL + ", 'FROM obs')");
        }
        Properties readOnly = new Properties();
        readOnly.setProperty("duckdb.read_only", "true");
        try (Connection connection = DriverManager.getConnection(url, readOnly);
                Statement statement = connection.createStatement()) {
            Glmm.register(connection);
            assertThat(count(statement, "SELECT COUNT(*) FROM effects")).isEqualTo(4);
            assertThat(count(statement, "SELECT COUNT(*) FROM fitted")).isEqualTo(3);
            assertThat(count(statement, "SELECT COUNT(*) FROM glmm_ranef_by('FROM fits')"))
                    .isEqualTo(12);
        }
    }

    @Test
    void macrosOfAnOlderVersionAreNotUsed() throws SQLException {
        String url = "jdbc:duckdb:" + directory.resolve("old.db");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE MACRO glmm_member(model, name, type) AS error('GLMM-501: old')");
            statement.execute("CREATE MACRO glmm_fixef(model) AS TABLE SELECT glmm_member(model, 'fixef', 'x') AS old");
            statement.execute("CREATE MACRO glmm_fixef_by(q) AS TABLE SELECT 7 AS old, r.* FROM glmm_fixef('{}') AS r");
        }
        try (TestDatabase database = TestDatabase.open(url)) {
            database.execute("CREATE TABLE fits AS SELECT " + FIT + " AS model FROM obs");
            assertThat(database.rows("SELECT term FROM glmm_fixef_by('FROM fits')"))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MACRO glmm_fit(a, b) AS a || b",
                "MACRO hglm_fit(a) AS 1",
                "MACRO glmm_fixef(model) AS TABLE SELECT 7 AS seven",
                "MACRO glmm_summary(model) AS 'mine'",
                "MACRO glmm_query(q) AS q",
            })
    void functionsOfSomebodyElseAreRefused(String macro) throws SQLException {
        String url = "jdbc:duckdb:" + directory.resolve("foreign.db");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE " + macro);
            String name = macro.replaceAll("MACRO (\\w+).*", "$1");
            assertThatThrownBy(() -> Glmm.register(connection))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("GLMM-701: ")
                    .hasMessageContaining("macro foreign.main." + name + ";")
                    .hasMessageContaining("DROP MACRO");
            assertThat(count(
                            statement,
                            "SELECT COUNT(*) FROM duckdb_functions() WHERE database_name <> 'foreign' AND"
                                    + " function_name LIKE 'glmm%'"))
                    .as("nothing is half registered")
                    .isZero();
            statement.execute("DROP MACRO " + (macro.contains("AS TABLE") ? "TABLE " : "") + name);
            Glmm.register(connection);
            statement.executeQuery("SELECT glmm_summary(NULL)").close();
        }
    }

    /** Seven columns or more share definitions; how many were given is known. */
    @Test
    void everyNumberOfColumnsIsTaken() throws SQLException {
        for (int columns = 2; columns <= 30; columns++) {
            String names = IntStream.range(1, columns).mapToObj(j -> "x" + j).collect(Collectors.joining(" + "));
            String values = IntStream.range(1, columns)
                    .mapToObj(j -> "hash(x * " + j + ") % 97")
                    .collect(Collectors.joining(", "));
            String model = database.text("SELECT glmm_fit('y ~ " + names + "', y, " + values + ") FROM obs");
            assertThat(ModelJson.parse(model).fixed()).hasSize(columns);
            assertThat(database.text("SELECT hglm_fit('y ~ " + names + ", method = ML', y, " + values + ") FROM obs"))
                    .contains("\"x" + (columns - 1) + "\"");
            database.execute("CREATE OR REPLACE TABLE fits AS SELECT '" + model.replace("'", "''") + "' AS model");
            assertThat(database.value("SELECT COUNT(glmm_predict(model, '', " + values + ")) FROM fits, obs"))
                    .isEqualTo(120L);
            String got = "GLMM-202: glmm_fit got ";
            if (columns < 30) {
                assertThatThrownBy(() ->
                                database.rows("SELECT glmm_fit('y ~ " + names + "', y, " + values + ", x) FROM obs"))
                        .hasMessageContaining(got + (values.split(", ").length + 2) + " columns, the model has ");
            }
            assertThatThrownBy(
                            () -> database.rows("SELECT glmm_fit('y ~ " + names + " + z', y, " + values + ") FROM obs"))
                    .hasMessageContaining(got + (values.split(", ").length + 1) + " columns, the model has ");
        }
    }

    /** All macros of 30 overloads, parsed anew, took three times as long. */
    @Test
    void furtherConnectionsRegisterCheaply() throws SQLException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            try (Connection next =
                    database.connection().unwrap(DuckDBConnection.class).duplicate()) {
                long before = threads.getCurrentThreadCpuTime();
                Glmm.register(next);
                least = Math.min(least, threads.getCurrentThreadCpuTime() - before);
            }
        }
        long macros = new DuckDbEngine()
                .definitions(FunctionCatalog.STANDARD).stream()
                        .filter(definition -> definition.contains(" MACRO "))
                        .count();
        assertThat(least / 1e6 / macros)
                .as("milliseconds of processor time for each of %d macros", macros)
                .isLessThan(1.3);
    }

    @Test
    void otherConnectionsOfTheDatabaseRegisterForThemselves() throws SQLException {
        try (TestDatabase alone = TestDatabase.open("jdbc:duckdb:");
                Connection second =
                        alone.connection().unwrap(DuckDBConnection.class).duplicate()) {
            Glmm.register(second);
            try (Statement statement = second.createStatement()) {
                assertThat(count(statement, "SELECT COUNT(*) FROM glmm_glance((SELECT " + FIT + " FROM obs))"))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void concurrentFitsGiveTheSameBits() throws Exception {
        String sql = "SELECT " + FIT + " FROM obs";
        ExecutorService others = Executors.newFixedThreadPool(8);
        try (TestDatabase alone = TestDatabase.open("jdbc:duckdb:")) {
            String expected = alone.text(sql);
            List<Future<String>> fits = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                fits.add(others.submit(() -> {
                    try (Connection connection = alone.connection()
                                    .unwrap(DuckDBConnection.class)
                                    .duplicate();
                            Statement statement = connection.createStatement()) {
                        Glmm.register(connection);
                        Fitting.forget();
                        try (ResultSet row = statement.executeQuery(sql)) {
                            row.next();
                            return row.getString(1);
                        }
                    }
                }));
            }
            for (Future<String> fit : fits) {
                assertThat(fit.get()).isEqualTo(expected);
            }
        } finally {
            others.shutdownNow();
        }
    }

    @Test
    void predictionsFollowFiltersAndJoins() throws SQLException {
        database.execute("CREATE TABLE fits AS SELECT region, " + FIT + " AS model FROM obs GROUP BY region");
        List<List<Object>> all =
                database.rows("SELECT o.x, o.g, glmm_predict(f.model, '', o) p FROM obs o JOIN fits f USING (region)"
                        + " WHERE o.x > 0.5 AND o.g <> 'g03' ORDER BY ALL");
        assertThat(all).hasSizeGreaterThan(20);
        for (List<Object> row : all.subList(0, 10)) {
            assertThat(database.value("SELECT glmm_predict(model, '', " + row.get(0) + ", '" + row.get(1)
                            + "') FROM fits WHERE region = (SELECT DISTINCT region FROM obs WHERE g = '" + row.get(1)
                            + "')"))
                    .isEqualTo(row.get(2));
        }
    }

    private List<String> terms(String model, String columns) throws SQLException {
        return ModelJson.parse(database.text("SELECT glmm_fit('" + model + "', " + columns + ") FROM obs"))
                .fixed()
                .stream()
                .map(c -> c.term())
                .toList();
    }

    private static long count(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
