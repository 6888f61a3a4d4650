package org.glmmsql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.glmmsql.engine.contract.TestDatabase;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ordered responses on every engine: the same bits, and predictions of a stored model, which needs no data. */
class OrdinalResponseTest {
    private static final List<TestDatabase> ENGINES = new ArrayList<>();
    private static final String TEXT = "'rating ~ temp + contact + (1 | judge), cumulative'";

    @BeforeAll
    static void load() throws SQLException, IOException {
        List<String> rows = new ArrayList<>();
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/reference/wine/data.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] v = line.split(",");
            rows.add("(%s, 'r%s', '%s', '%s', '%s')".formatted(v[0], v[0], v[2], v[3], v[5]));
        }
        for (String url : List.of("jdbc:h2:mem:", "jdbc:duckdb:", "jdbc:sqlite::memory:")) {
            TestDatabase database = TestDatabase.openShared(url);
            database.execute(
                    "CREATE TABLE wine (rating INTEGER, word VARCHAR(4), temp VARCHAR(4), contact VARCHAR(4), judge VARCHAR(4))");
            database.execute("INSERT INTO wine VALUES " + String.join(", ", rows));
            database.execute("CREATE TABLE fits AS SELECT glmm_fit(" + TEXT
                    + ", rating, temp, contact, judge) AS model FROM wine");
            ENGINES.add(database);
        }
    }

    @AfterAll
    static void close() throws SQLException {
        for (TestDatabase database : ENGINES) database.close();
    }

    private static String onAll(String sql) throws SQLException {
        String first = ENGINES.get(0).text(sql);
        for (TestDatabase database : ENGINES)
            assertThat(database.text(sql)).as(sql).isEqualTo(first);
        return first;
    }

    private static double number(String function, String options, String... row) throws SQLException {
        return Double.parseDouble(onAll("SELECT " + function + "(model, '" + options.replace("'", "''") + "', "
                + String.join(", ", row) + ") FROM fits"));
    }

    @Test
    void theModelHasTheSameBitsEverywhere() throws SQLException {
        String text = onAll("SELECT model FROM fits");
        FittedModel model = ModelJson.parse(text);
        assertThat(ModelJson.write(model)).isEqualTo(text);
        assertThat(model.recipe().categories()).containsExactly("1", "2", "3", "4", "5");
        // text in an order that is given is the same model with other names
        String words = onAll(
                "SELECT glmm_fit('word ~ temp + contact + (1 | judge), cumulative, levels = (word: ''r1'', ''r2'', ''r3'', ''r4'', ''r5'')',"
                        + " word, temp, contact, judge) FROM wine");
        assertThat(ModelJson.parse(words).logLik()).isEqualTo(model.logLik());
        for (TestDatabase database : ENGINES.subList(0, 2))
            assertThat(database.rows(
                            "SELECT term FROM glmm_tidy((SELECT model FROM fits)) WHERE component = 'threshold'"))
                    .hasToString("[[1|2], [2|3], [3|4], [4|5]]");
    }

    @Test
    void anEnumHasItsOrder() throws SQLException {
        TestDatabase duckDb = ENGINES.get(1);
        duckDb.execute("CREATE TYPE taste AS ENUM ('r5', 'r4', 'none', 'r3', 'r2', 'r1')");
        FittedModel model = ModelJson.parse(
                duckDb.text(
                        "SELECT glmm_fit('word ~ temp + (1 | judge), cumulative', CAST(word AS taste), temp, judge) FROM wine"));
        assertThat(model.recipe().categories()).containsExactly("r5", "r4", "r3", "r2", "r1");
        assertThat(model.message()).contains("level 'none' of word has no row here");
    }

    @ParameterizedTest
    @CsvSource({
        "'', '''7'''",
        "'re = none', '''7'''",
        "'new_levels = population', '''new'''",
        "'re = none, marginal = true', '''7'''"
    })
    void probabilitiesOfALevelSumToOne(String options, String judge) throws SQLException {
        double sum = 0;
        for (int level = 1; level <= 5; level++)
            sum += number(
                    "glmm_predict",
                    options + (options.isEmpty() ? "" : ", ") + "level = '" + level + "'",
                    "'warm'",
                    "'no'",
                    judge);
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    /** By the delta method on the joint covariance of slopes and thresholds. */
    @Test
    void standardErrorsKnowTheErrorOfTheThresholds() throws SQLException {
        FittedModel model = ModelJson.parse(onAll("SELECT model FROM fits"));
        double[] b = model.fixed().stream().mapToDouble(c -> c.estimate()).toArray();
        double[] theta = model.others().get(0).coefficients().stream()
                .mapToDouble(c -> c.estimate())
                .toArray();
        for (int level = 1; level <= 5; level++) {
            double[] d = new double[6];
            double above = level == 5 ? 0 : density(theta[level - 1] - b[0]);
            double below = level == 1 ? 0 : density(theta[level - 2] - b[0]);
            d[0] = below - above;
            if (level < 5) d[1 + level] = above;
            if (level > 1) d[level] = -below;
            double variance = 0;
            double[][] v = model.covarianceOfCoefficients();
            for (int i = 0; i < 6; i++) for (int j = 0; j < 6; j++) variance += d[i] * v[i][j] * d[j];
            String options = "type = prob, re = none, level = '" + level + "'";
            double upTo = level == 5 ? 1 : distribution(theta[level - 1] - b[0]);
            double from = level == 1 ? 0 : distribution(theta[level - 2] - b[0]);
            assertThat(number("glmm_predict", options, "'warm'", "'no'", "'1'")).isCloseTo(upTo - from, within(1e-12));
            assertThat(number("glmm_predict_se", options, "'warm'", "'no'", "'1'"))
                    .isCloseTo(Math.sqrt(variance), within(1e-9));
        }
        assertThat(number("glmm_predict", "type = link, re = none", "'warm'", "'yes'", "'1'"))
                .isCloseTo(b[0] + b[1], within(1e-12));
    }

    private static double distribution(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double density(double x) {
        return distribution(x) * distribution(-x);
    }

    @Test
    void theMostLikelyLevelIsAText() throws SQLException {
        assertThat(onAll("SELECT glmm_predict_class(model, 're = none', 'cold', 'no', '1') FROM fits"))
                .isEqualTo("2");
        assertThat(onAll("SELECT glmm_predict_class(model, 're = none', 'warm', 'yes', '1') FROM fits"))
                .isEqualTo("4");
        assertThat(onAll("SELECT glmm_predict_class(model, '', NULL, 'yes', '1') FROM fits"))
                .isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({
        "glmm_predict, '', 'GLMM-401: an ordered response has no mean'",
        "glmm_predict, 'type = prob', 'the levels are 1, 2, 3, 4, 5'",
        "glmm_predict, 'level = 6', 'GLMM-205: the response has no level ''6'''",
        "glmm_predict, 'type = class', 'use glmm_predict_class'",
        "glmm_predict, 'type = link, level = 3', 'leave level out'",
        "glmm_predict_se, '', 'type = prob, level = ''5'''"
    })
    void aWrongPredictionIsACodedError(String function, String options, String message) {
        for (TestDatabase database : ENGINES)
            assertThatThrownBy(() -> database.rows(
                            "SELECT " + function + "(model, '" + options + "', 'warm', 'no', '1') FROM fits"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(message);
    }

    @Test
    void whatIsForOrderedCategoriesIsRefusedOfOthers() throws SQLException {
        for (TestDatabase database : ENGINES) {
            String counts = "(SELECT glmm_fit('rating ~ temp, poisson', rating, temp) FROM wine)";
            assertThatThrownBy(() -> database.rows("SELECT glmm_predict(" + counts + ", 'type = prob', 'warm')"))
                    .hasMessageContaining("GLMM-401: type = prob and level are for ordered categories and shares");
            assertThatThrownBy(() -> database.rows("SELECT glmm_predict_class(" + counts + ", '', 'warm')"))
                    .hasMessageContaining("GLMM-401: glmm_predict_class is for ordered categories");
            String shares = "(SELECT glmm_fit('I(rating > 3) ~ temp, binomial', rating, temp) FROM wine)";
            assertThat(database.value("SELECT glmm_predict(" + shares + ", 'type = prob', 'warm')"))
                    .isEqualTo(database.value("SELECT glmm_predict(" + shares + ", '', 'warm')"));
        }
    }

    @Test
    void theSummaryHasThresholdsApart() throws SQLException {
        assertThat(onAll("SELECT glmm_summary(model) FROM fits"))
                .contains(" Family: cumulative ( logit )")
                .contains("Fixed effects:\n")
                .contains("Thresholds:\n")
                .doesNotContain("Residual", "identity");
    }
}
