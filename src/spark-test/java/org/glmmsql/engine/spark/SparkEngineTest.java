package org.glmmsql.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.spark.sql.classic.SparkSession;
import org.glmmsql.engine.contract.TestDatabase;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.jdbc.Glmm;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.Status;
import org.glmmsql.reference.CsvTable;
import org.glmmsql.sql.Fitting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Spark has beside the contracts of all engines: partitions, analysis before jobs, its types and its kinds of grouping. */
class SparkEngineTest {
    private static final String FIT = "glmm_fit('y ~ x + (1 | g), poisson', y, x, g)";

    private TestDatabase database;
    private SparkSession session;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.openShared(EmbeddedSparkUrl.MASTER);
        session = database.connection().unwrap(SparkConnection.class).session();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cbpp; herd STRING, incidence DOUBLE, size DOUBLE, period STRING; herd, period;"
                        + " cbind(incidence, size - incidence) ~ period + (1 | herd), binomial; incidence, size, period, herd",
                "sleepstudy; Reaction DOUBLE, Days DOUBLE, Subject STRING; Subject;"
                        + " Reaction ~ Days + (Days | Subject), method = REML; Reaction, Days, Subject",
                "Contraception; woman STRING, district STRING, use STRING, livch STRING, age DOUBLE, urban STRING;"
                        + " woman, district, use, livch, urban; use ~ age + urban + livch + (1 | district), binomial;"
                        + " use, age, urban, livch, district"
            })
    void theBitsAreThoseOfH2AndDuckDb(String name, String schema, String texts, String model, String columns)
            throws SQLException {
        Path file = Path.of("src/test/resources/reference/" + name + "/data.csv");
        session.read()
                .schema(schema)
                .option("header", true)
                .csv(file.toString())
                .repartition(5)
                .createOrReplaceTempView("data");
        List<String> models = new ArrayList<>();
        models.add(database.text("SELECT glmm_fit('" + model + "', " + columns + ") FROM data"));
        for (String url : List.of(CsvTable.H2, CsvTable.DUCKDB)) {
            Fitting.forget();
            try (Connection connection = DriverManager.getConnection(url)) {
                Glmm.register(connection);
                CsvTable.create(connection, "data", file, List.of(texts.split(", ")));
                try (TestDatabase other = TestDatabase.of(connection)) {
                    models.add(other.text(
                            "SELECT glmm_fit('" + model + "', \"" + columns.replace(", ", "\", \"") + "\") FROM data"));
                }
            }
        }
        assertThat(ModelJson.parse(models.get(0)).status()).isEqualTo(Status.OK);
        assertThat(models).hasSize(3).containsOnly(models.get(0));
    }

    /** However the rows lie, states are merged; many groups fall back to sorting, which writes states more often. */
    @ParameterizedTest
    @CsvSource({"1, 128", "2, 1", "7, 1", "16, 128"})
    void neitherPartitionsNorFallbacksChangeABit(int partitions, int fallback) throws SQLException {
        session.conf().set("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", fallback);
        session.table("obs").repartition(partitions).createOrReplaceTempView("spread");
        Fitting.forget();
        Map<Object, Object> found = database.rows("SELECT f, " + FIT + " FROM spread GROUP BY f").stream()
                .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
        Fitting.forget();
        assertThat(found).hasSize(2);
        for (Object f : found.keySet()) {
            assertThat(found.get(f)).isEqualTo(database.text("SELECT " + FIT + " FROM obs WHERE f = '" + f + "'"));
        }
    }

    @Test
    void manyGroupsHaveAModelEach() throws SQLException {
        database.execute(
                "CREATE TEMPORARY VIEW many AS SELECT id % 500 AS k, concat('c', id div 500 % 6) AS g,"
                        + " (xxhash64(id) & 1023) / 1024D AS x, pmod(hash(id, 1), 5) + id div 500 % 6 AS y FROM range(0, 20000, 1, 4)");
        assertThat(database.rows("SELECT glmm_status(m), count(*), count(DISTINCT m) FROM" + " (SELECT k, " + FIT
                        + " AS m FROM many GROUP BY k) GROUP BY glmm_status(m)"))
                .isEqualTo(List.of(List.of("ok", 500L, 500L)));
    }

    @Test
    void groupsMayBeOfEveryKind() throws SQLException {
        String nobs =
                "SELECT region, f, e.nobs + e.n_dropped FROM (SELECT region, f, " + FIT + " AS m FROM obs GROUP BY ";
        String rows = ") q, LATERAL glmm_glance(q.m) e ORDER BY 1, 2";
        String count = "SELECT region, f, count(*) FROM obs GROUP BY ";
        for (String groups : List.of("ROLLUP(region, f)", "CUBE(region, f)", "GROUPING SETS ((region), (f))")) {
            assertThat(database.rows(nobs + groups + rows))
                    .as(groups)
                    .isEqualTo(database.rows(count + groups + " ORDER BY 1, 2"));
        }
    }

    @Test
    void rowsMayBeFilteredAndDistinct() throws SQLException {
        String south = database.text("SELECT " + FIT + " FROM obs WHERE region = 'south'");
        assertThat(database.text("SELECT " + FIT + " FILTER (WHERE region = 'south') FROM obs"))
                .isEqualTo(south);
        assertThat(database.rows("SELECT count(*), " + FIT
                        + " FILTER (WHERE region = 'south') FROM obs GROUP BY region ORDER BY region"))
                .isEqualTo(List.of(Arrays.asList(60L, null), List.of(60L, south)));
        String once = FIT.replace("glmm_fit(", "glmm_fit(DISTINCT ");
        assertThat(database.text(
                        "SELECT " + once + " FROM (SELECT y, x, g FROM obs UNION ALL SELECT y, x, g FROM obs)"))
                .isEqualTo(database.text("SELECT " + FIT + " FROM (SELECT DISTINCT y, x, g FROM obs)"));
    }

    @Test
    void windowsSeeTheRowsSoFar() throws SQLException {
        assertThat(database.rows("SELECT DISTINCT region, m FROM (SELECT region, " + FIT
                        + " OVER (PARTITION BY region) AS m FROM obs) ORDER BY region"))
                .isEqualTo(database.rows("SELECT region, " + FIT + " FROM obs GROUP BY region ORDER BY region"));
        List<List<Object>> growing = database.rows("SELECT n, m FROM (SELECT row_number() OVER w AS n, " + FIT
                + " OVER w AS m FROM obs WHERE x IS NOT NULL WINDOW w AS (ORDER BY x, y, g ROWS UNBOUNDED PRECEDING))"
                + " WHERE n % 30 = 0 ORDER BY n");
        assertThat(growing).extracting(row -> row.get(0)).containsExactly(30, 60, 90);
        for (List<Object> row : growing) {
            assertThat(row.get(1))
                    .isEqualTo(database.text(
                            "SELECT " + FIT + " FROM (SELECT * FROM obs WHERE x IS NOT NULL ORDER BY x, y, g LIMIT "
                                    + row.get(0) + ")"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "glmm_fit('y ~ x + (1 | g), poisson', struct(*))",
                "glmm_fit('y ~ x + (1 | g), poisson', *)",
                "glmm_fit('y ~ x + (1 | g), poisson', g, x, y)",
                "glmm_fit('Y ~ X + (1 | G), poisson', struct(g, x, y, s))",
                "glmm_fit(concat('y ~ x + (1 | g), ', 'poisson'), struct(*))",
                "glmm_fit(substring(concat('y ~ x + (1 | g), poisson', region), 1, 24), struct(*))",
            })
    void columnsBindByName(String call) throws SQLException {
        FittedModel model = ModelJson.parse(database.text("SELECT " + call + " FROM obs"));
        FittedModel expected = ModelJson.parse(database.text("SELECT " + FIT + " FROM obs"));
        assertThat(model.fixed())
                .extracting("estimate")
                .isEqualTo(expected.fixed().stream().map(c -> c.estimate()).toList());
    }

    @Test
    void anOpenFormulaTakesTheColumnsOfARow() throws SQLException {
        assertThat(
                        database.rows(
                                "SELECT term FROM glmm_fixef((SELECT glmm_fit('y ~ . + (1 | g), poisson', struct(y, x, f, g)) FROM obs))"))
                .isEqualTo(List.of(List.of("(Intercept)"), List.of("x"), List.of("fb")));
    }

    @Test
    void onlyTheColumnsOfTheModelAreRead() {
        String plan = session.sql("SELECT glmm_fit('y ~ x + (1 | g), poisson', struct(*)) FROM obs")
                .queryExecution()
                .executedPlan()
                .toString();
        assertThat(plan).contains("ReadSchema: struct<g:string,x:double,y:int>").contains("partial_glmm_fit(");
    }

    @Test
    void allTypesAreColumns() throws SQLException {
        String typed =
                "SELECT y, x, g, CAST(x AS DECIMAL(30, 20)) AS dec, f = 'a' AS flag, CAST(10 * x AS TINYINT) AS tiny,"
                        + " CAST(x AS FLOAT) AS single, date_add(DATE '2024-01-01', CAST(100 * x AS INT)) AS day,"
                        + " TIMESTAMP '2024-01-01 00:00:00' + make_dt_interval(0, CAST(100 * x AS INT)) AS moment,"
                        + " 9007199254740992 + CAST(substring(g, 2) AS BIGINT) AS id, CAST(g AS BINARY) AS bytes,"
                        + " make_ym_interval(0, CAST(substring(g, 2) AS INT)) AS months, make_dt_interval(0, CAST(substring(g, 2) AS INT)) AS span"
                        + " FROM obs";
        for (String column : List.of("dec", "flag", "tiny", "single", "day", "moment")) {
            FittedModel model = ModelJson.parse(
                    database.text("SELECT glmm_fit('y ~ v + (1 | g)', y, " + column + ", g) FROM (" + typed + ")"));
            assertThat(model.fixed()).as(column).hasSize(2);
            assertThat(model.fixed().get(1).term()).as(column).isEqualTo(column.equals("flag") ? "vTRUE" : "v");
            assertThat(model.fixed().get(1).estimate()).as(column).isNotNaN();
        }
        String groups = database.text("SELECT " + FIT + " FROM obs");
        for (String column : List.of("id", "bytes", "months", "span")) {
            FittedModel model = ModelJson.parse(database.text(
                    "SELECT glmm_fit('y ~ x + (1 | g), poisson', y, x, " + column + ") FROM (" + typed + ")"));
            assertThat(model.groups()).as(column).containsExactly(Map.entry("g", 12));
            assertThat(model.logLik())
                    .as(column)
                    .isEqualTo(ModelJson.parse(groups).logLik());
        }
        assertThat(database.rows("SELECT level FROM glmm_ranef((SELECT glmm_fit('y ~ (1 | g), poisson', y, id) FROM ("
                        + typed + "))) ORDER BY level LIMIT 2"))
                .isEqualTo(List.of(List.of("9007199254740992"), List.of("9007199254740993")));
    }

    /** An error of analysis is one without running anything: the session has the frame of the result, or the error. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GLMM-101; glmm_fit('y ~', y)",
                "GLMM-104; glmm_fit('y ~ x + (1 | g), poison', y, x, g)",
                "GLMM-103; hglm_fit('y ~ x + (1 | g), nagk = 3', y, x, g)",
                "GLMM-201; glmm_fit('y ~ z + (1 | g)', struct(*))",
                "GLMM-202; glmm_fit('y ~ x + (1 | g)', y, x)",
                "GLMM-202; glmm_fit('y ~ x + (1 | g)')",
                "GLMM-203; glmm_fit('y ~ x + (1 | g)', y, x, array(g))",
                "GLMM-203; glmm_fit(array('y ~ x'), y, x)",
                "GLMM-401; glmm_fit('y ~ x + (1 | g), poisson, dispersion = ~ x', y, x, g)",
                "GLMM-202; count(glmm_predict('{}', ''))",
                "GLMM-501; count(glmm_predict('{}', '', 1))",
                "GLMM-202; count(glmm_summary(g, g, g))",
            })
    void aWrongCallCostsNoJob(String code, String call) {
        assertThatThrownBy(() -> session.sql("SELECT " + call + " FROM obs"))
                .as(call)
                .isInstanceOf(GlmmException.class)
                .hasMessageStartingWith(code + ": ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GLMM-104; glmm('y ~ x, poison', 'SELECT y, x FROM obs')",
                "GLMM-201; glmm('y ~ z', 'SELECT y, x FROM obs')",
                "GLMM-703; glmm('y ~ x', 'SELECT y, x FROM nowhere')",
                "GLMM-703; glmm('y ~ x', concat('SELECT ', uuid()))",
                "GLMM-703; glmm_fixef_by('SELECT region FROM obs')",
                "GLMM-703; glmm_fixef_by('SELECT 1 AS term, g AS model FROM obs')",
                "GLMM-202; glmm_fixef()",
                "GLMM-203; glmm_fixef(array(1))",
            })
    void aWrongTableCostsNoJob(String code, String call) {
        assertThatThrownBy(() -> session.sql("SELECT * FROM " + call))
                .as(call)
                .isInstanceOf(GlmmException.class)
                .hasMessageStartingWith(code + ": ");
    }

    @Test
    void theInnermostCauseOfAJobThatFailsHasTheCode() throws SQLException {
        assertThatThrownBy(() -> session.sql(
                                "SELECT glmm_fit('y ~ x + (1 | g), poisson, on_error = fail', y - 1, x, g) FROM obs")
                        .collectAsList())
                .hasMessageContaining("GLMM-302: ")
                .rootCause()
                .isInstanceOfSatisfying(
                        GlmmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RESPONSE_RANGE));
        assertThatThrownBy(
                        () -> database.rows(
                                "SELECT glmm_fit(text, y) FROM (SELECT y, concat('y ~ ', IF(y > 1, '1', '0')) AS text FROM obs)"))
                .hasMessageContaining("GLMM-105: the model text changes within a group");
        assertThat(database.value("SELECT glmm_status(" + FIT + ") FROM obs")).isEqualTo("ok");
    }

    @Test
    void cancelStopsAFitWithinTwoSeconds() throws Exception {
        session.range(0, 60000, 1, 1)
                .selectExpr(
                        "CAST((xxhash64(id, 1) & 3) = 0 AS INT) AS y",
                        "(xxhash64(id, 2) & 1023) / 1024D AS x",
                        "concat('g', pmod(hash(id, 7), 2500)) AS g",
                        "concat('h', pmod(hash(id, 8), 2600)) AS h")
                .createOrReplaceTempView("crossed");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Statement statement = database.connection().createStatement()) {
            long fits = Fitting.count();
            Future<?> query = other.submit(() -> assertThatThrownBy(() -> statement.executeQuery(
                            "SELECT glmm_fit('y ~ x + (x | g) + (x | h), binomial', y, x, g, h) FROM crossed"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014")));
            Thread.sleep(4000);
            assertThat(query.isDone()).isFalse();
            long start = System.nanoTime();
            statement.cancel();
            query.get();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            // the fit asks between its steps, which take their time on a busy machine
            while (isFitting()) {
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
                Thread.sleep(20);
            }
            assertThat(Fitting.count()).isEqualTo(fits);
        } finally {
            other.shutdownNow();
        }
        assertThat(database.value("SELECT glmm_status(" + FIT + ") FROM obs")).isEqualTo("ok");
    }

    private static boolean isFitting() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(Fitting.class.getName()));
    }

    @Test
    void aFunctionIsKnownByItsNameInResultsAndDescriptions() throws SQLException {
        assertThat(session.sql("SELECT glmm_status(g) FROM obs").columns()).containsExactly("glmm_status(g)");
        assertThat(session.sql("SELECT hglm_fit('y ~ (1 | g)', y, g) FROM obs").columns())
                .containsExactly("hglm_fit(y ~ (1 | g), y, g)");
        assertThat(database.rows("DESCRIBE FUNCTION glmm_status").toString()).contains("glmm_status(model)");
    }

    @Test
    void aFitIsDoneOnceForAGroup() throws SQLException {
        Fitting.forget();
        long before = Fitting.count();
        database.rows("SELECT region, t.* FROM (SELECT region, " + FIT
                + " AS m FROM obs GROUP BY region) q, LATERAL glmm_tidy(q.m) t");
        assertThat(Fitting.count() - before).isEqualTo(2);
    }
}
