package org.glmmsql.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.RandomEffects;
import org.glmmsql.random.Structure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code glmm_predict(model, options, v1, ...)} and {@code glmm_predict_se}. */
public abstract class PredictContract extends Contract {
    private FittedModel model;

    protected PredictContract(String url) {
        super(url);
    }

    /** The fits of two regions; the model of the test is that of the north, of clusters g00 to g05. */
    @BeforeEach
    void fit() throws SQLException {
        database.execute("CREATE TABLE fits AS SELECT region, " + FIT + " AS model FROM obs GROUP BY region");
        model = ModelJson.parse(database.text("SELECT model FROM fits WHERE region = 'north'"));
    }

    @Test
    void predictsTheMeanOfALevel() throws SQLException {
        double eta = beta(0) + 0.5 * beta(1) + model.randomEffects().get(0).modes()[2][0];
        assertThat(predict("''", "0.5", "'g02'")).isCloseTo(Math.exp(eta), within(1e-12));
        assertThat(predict("'type = response, re = all'", "0.5", "'g02'")).isCloseTo(Math.exp(eta), within(1e-12));
        assertThat(predict("'type = link'", "0.5", "'g02'")).isCloseTo(eta, within(1e-12));
        assertThat(predict("'Type = LINK'", "0.5", "'g02'")).isCloseTo(eta, within(1e-12));
    }

    @Test
    void predictsThePopulation() throws SQLException {
        double eta = beta(0) + 0.5 * beta(1);
        assertThat(predict("'type = link, re = none'", "0.5", "'g02'")).isCloseTo(eta, within(1e-12));
        assertThat(predict("'type = link'", "0.5", "'somewhere else'")).isCloseTo(eta, within(1e-12));
        assertThat(predict("'type = link, new_levels = population'", "0.5", "NULL"))
                .isCloseTo(eta, within(1e-12));
    }

    /** The model has the log link and a normal law: the mean over the law is e^(eta + sd^2 / 2). */
    @Test
    void predictsTheMeanOverTheLaw() throws SQLException {
        double eta = beta(0) + 0.5 * beta(1);
        double variance = model.randomEffects().get(0).sigma()[0];
        assertThat(predict("'re = none, marginal = true'", "0.5", "'g02'"))
                .isCloseTo(Math.exp(eta + variance / 2), within(1e-9));
        assertThatThrownBy(() -> predict("'marginal = true'", "0.5", "'g02'"))
                .hasMessageContaining("GLMM-401")
                .hasMessageContaining("re = none");
    }

    @Test
    void standardErrorsAddWhatIsNotKnownOfTheLevel() throws SQLException {
        double[][] v = model.vcov();
        double population = v[0][0] + 2 * 0.5 * v[0][1] + 0.25 * v[1][1];
        // an error of beta is partly made up for by the mode, which follows it with slope j
        double[] j = model.randomEffects().get(0).slopes()[2];
        double a = 1 + j[0];
        double b = 0.5 + j[1];
        double level = a * a * v[0][0]
                + 2 * a * b * v[0][1]
                + b * b * v[1][1]
                + model.randomEffects().get(0).covariances()[2][0];
        assertThat(se("'type = link, re = none'", "'g02'")).isCloseTo(Math.sqrt(population), within(1e-12));
        assertThat(se("'type = link'", "'g02'")).isCloseTo(Math.sqrt(level), within(1e-12));
        assertThat(se("''", "'g02'")).isCloseTo(predict("''", "0.5", "'g02'") * Math.sqrt(level), within(1e-12));
    }

    @Test
    void newLevelsFollowThePolicy() throws SQLException {
        assertThat(predict("'new_levels = null'", "0.5", "'somewhere else'")).isNull();
        assertThat(predict("'new_levels = null'", "0.5", "'g02'")).isNotNull();
        assertFails(call("'new_levels = error'", "0.5", "'somewhere else'"))
                .hasMessageContaining("GLMM-504: ")
                .hasMessageContaining("somewhere else");
    }

    /** The effects of a known level at the position, or times the columns, of a row; those of a new one by its policy. */
    @ParameterizedTest
    @MethodSource("structures")
    void predictsByEveryStructure(Structure structure) throws SQLException {
        database.execute("DROP TABLE fits");
        database.execute("CREATE TABLE fits AS SELECT 'north' AS region, glmm_fit('"
                + ReaderContract.structured(structure) + "', y, x, g) AS model FROM obs");
        model = ModelJson.parse(database.text("SELECT model FROM fits"));
        RandomEffects effects = model.randomEffects().get(0);
        double[] modes = effects.modes()[effects.levels().indexOf("g02")];
        double effect = structure.byPosition() ? modes[effects.terms().indexOf("2")] : modes[0] + 0.5 * modes[1];
        assertThat(effect).isNotZero();
        assertThat(predict("'type = link'", "0.5", "'g02'")).isCloseTo(beta(0) + effect, within(1e-12));
        assertThat(se("'type = link'", "'g02'")).isPositive();
        for (String options : List.of("type = link", "type = link, re = none")) {
            assertThat(predict("'" + options + "'", "0.5", "'somewhere else'")).isCloseTo(beta(0), within(1e-12));
        }
        int at = structure.byPosition() ? effects.terms().indexOf("2") : 0;
        double variance = effects.sigma()[at * effects.terms().size() + at];
        if (structure.byPosition()) {
            assertThat(predict("'re = none, marginal = true'", "0.5", "'g02'"))
                    .isCloseTo(Math.exp(beta(0) + variance / 2), within(1e-9));
            // floor(5 * 1.5) is no position of the fit
            assertThat(predict("'type = link'", "1.5", "'g02'")).isCloseTo(beta(0), within(1e-12));
            assertThat(predict("'type = link, re = none'", "1.5", "'g02'")).isCloseTo(beta(0), within(1e-12));
            assertThat(predict("'new_levels = null'", "1.5", "'g02'")).isNull();
            assertFails(call("'new_levels = error'", "1.5", "'g02'"))
                    .hasMessageContaining(
                            "GLMM-504: the position of a row in the level 'g02' of g is not in the model");
            assertFails(call("'re = none, marginal = true'", "1.5", "'g02'"))
                    .hasMessageContaining("GLMM-504: a row has a position");
        }
        assertThat(predict("'new_levels = null'", "0.5", "'somewhere else'")).isNull();
        assertFails(call("'new_levels = error'", "0.5", "'somewhere else'")).hasMessageContaining("GLMM-504: ");
    }

    static Stream<Structure> structures() {
        return ReaderContract.structures();
    }

    @Test
    void aMissingValueIsAMissingPrediction() throws SQLException {
        assertThat(predict("''", "NULL", "'g02'")).isNull();
        assertThat(database.value("SELECT glmm_predict(NULL, '', 0.5, 'g02')")).isNull();
    }

    @Test
    void everyRowMayHaveItsOwnModel() throws SQLException {
        List<List<Object>> rows =
                database.rows("SELECT o.region, o.x, o.g, glmm_predict(f.model, 'type = link', o.x, o.g)"
                        + " FROM obs o JOIN fits f ON f.region = o.region ORDER BY o.x, o.g");
        assertThat(rows).hasSize(120);
        for (List<Object> row : rows) {
            FittedModel its =
                    ModelJson.parse(database.text("SELECT model FROM fits WHERE region = '" + row.get(0) + "'"));
            if (row.get(1) == null) {
                assertThat(row.get(3)).isNull();
            } else {
                int level = its.randomEffects().get(0).levels().indexOf((String) row.get(2));
                double eta = its.fixed().get(0).estimate()
                        + its.fixed().get(1).estimate() * (double) row.get(1)
                        + its.randomEffects().get(0).modes()[level][0];
                assertThat((double) row.get(3)).isCloseTo(eta, within(1e-12));
            }
        }
    }

    @Test
    void oneRowAndManyRowsGiveTheSameBits() throws SQLException {
        List<List<Object>> many =
                database.rows("SELECT o.g, glmm_predict((SELECT model FROM fits WHERE region = 'north'), '', 0.25, o.g)"
                        + " FROM obs o GROUP BY o.g ORDER BY o.g");
        for (List<Object> row : many) {
            assertThat(predict("''", "0.25", "'" + row.get(0) + "'")).isEqualTo(row.get(1));
        }
    }

    @Test
    void factorsAndTransformationsAreThoseOfTheFit() throws SQLException {
        database.execute(
                "CREATE TABLE f2 AS SELECT glmm_fit('y ~ f + scale(x) + poly(x, 2) + offset(log(1 + x)) + (1 | g), poisson', y, f, x, g)"
                        + " AS model FROM obs");
        assertThat(database.value(
                        "SELECT COUNT(*) FROM obs WHERE glmm_predict((SELECT model FROM f2), '', f, x, g) > 0"))
                .hasToString("118");
        assertFails("SELECT glmm_predict((SELECT model FROM f2), '', 'c', 0.5, 'g01')")
                .hasMessageContaining("GLMM-205: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "GLMM-103; 'tipe = link', 0.5, 'g01'",
                "GLMM-105; 'type = mean', 0.5, 'g01'",
                "GLMM-105; 'type', 0.5, 'g01'",
                "GLMM-105; 'type = link, TYPE = response', 0.5, 'g01'",
                "GLMM-202; '', 0.5",
                "GLMM-202; '', 0.5, 'g01', 2",
                "GLMM-203; '', 'text', 'g01'",
            })
    void aWrongCallIsACodedError(String code, String arguments) {
        assertFails("SELECT glmm_predict((SELECT model FROM fits WHERE region = 'north'), " + arguments + ")")
                .hasMessageContaining(code + ": ");
    }

    @Test
    void aModelWithoutEstimatesPredictsNothing() throws SQLException {
        database.execute("CREATE TABLE bad AS SELECT glmm_fit(" + MODEL + ", 0, x, g) AS model FROM obs");
        for (String function : List.of("glmm_predict", "glmm_predict_se")) {
            assertThat(database.value("SELECT " + function + "((SELECT model FROM bad), '', 0.5, 'g01')"))
                    .isNull();
            assertFails("SELECT " + function + "((SELECT model FROM bad), 'failed = error', 0.5, 'g01')")
                    .hasMessageContaining("GLMM-503: ")
                    .hasMessageContaining("constant_response");
            assertFails("SELECT " + function + "((SELECT model FROM bad), '', 0.5)")
                    .hasMessageContaining("GLMM-202: ");
        }
        assertThat(database.value("SELECT glmm_status(model) FROM bad")).isEqualTo("constant_response");
        assertThat(database.value("SELECT glmm_status(model) FROM fits WHERE region = 'north'"))
                .isEqualTo("ok");
        assertThat(database.value("SELECT glmm_status(NULL)")).isNull();
        assertFails("SELECT glmm_status('no model')").hasMessageContaining("GLMM-501: ");
        assertFails("SELECT glmm_predict('no model', '', 0.5, 'g01')").hasMessageContaining("GLMM-501: ");
    }

    /** x2 = 2 x + 1 in all rows of the fit, so that one of them is dropped: which one must not matter. */
    @Test
    void aRowThatBreaksTheRelationOfDroppedColumnsCannotBeEstimated() throws SQLException {
        database.execute("CREATE TABLE both_orders AS SELECT"
                + " glmm_fit('y ~ x + x2 + (1 | g), poisson', y, x, 2 * x + 1, g) AS a,"
                + " glmm_fit('y ~ x2 + x + (1 | g), poisson', y, 2 * x + 1, x, g) AS b FROM obs");
        double on = (double) database.value("SELECT glmm_predict(a, '', 0.5, 2.0, 'g02') FROM both_orders");
        assertThat((double) database.value("SELECT glmm_predict(b, '', 2.0, 0.5, 'g02') FROM both_orders"))
                .isCloseTo(on, within(1e-8));
        assertThat((double) database.value("SELECT glmm_predict_se(a, '', 0.5, 2.0, 'g02') FROM both_orders"))
                .isPositive();
        for (String off : List.of("a, '%s', 0.5, 2.5, 'g02'", "b, '%s', 2.5, 0.5, 'g02'")) {
            for (String function : List.of("glmm_predict", "glmm_predict_se")) {
                String call = "SELECT " + function + "(" + off + ") FROM both_orders";
                assertThat(database.value(String.format(call, ""))).isNull();
                assertFails(String.format(call, "nonestimable = error"))
                        .hasMessageContaining("GLMM-504: ")
                        .hasMessageContaining("x");
            }
        }
    }

    @Test
    void aModelWithVariablesThatAreNotOfItsFormulaIsNoModel() throws SQLException {
        for (String changed : List.of("[\"x\"]", "[\"z\",\"g\"]")) {
            assertFails("SELECT glmm_predict(REPLACE(model, '\"variables\":[\"x\",\"g\"]', '\"variables\":" + changed
                            + "'), '', 0.5, 'g01') FROM fits")
                    .hasMessageContaining("GLMM-501: ");
        }
    }

    @Test
    void aModelWithoutModesPredictsThePopulationOnly() throws SQLException {
        database.execute(
                "CREATE TABLE short AS SELECT glmm_fit('y ~ x + (1 | g), poisson, ranef = false', y, x, g) AS model FROM obs");
        assertThat(database.value("SELECT glmm_predict((SELECT model FROM short), 're = none', 0.5, 'g01')"))
                .isNotNull();
        assertFails("SELECT glmm_predict((SELECT model FROM short), '', 0.5, 'g01')")
                .hasMessageContaining("GLMM-504: ");
        // the law of its random effects is kept
        String marginal = "SELECT glmm_predict(%s, 're = none, marginal = true', 0.5, 'g01')";
        assertThat(database.value(marginal.formatted("(SELECT model FROM short)")))
                .isEqualTo(
                        database.value(
                                "SELECT glmm_predict(model, 're = none, marginal = true', 0.5, 'g01') FROM (SELECT glmm_fit('y ~ x + (1 | g), poisson', y, x, g) AS model FROM obs) m"));
    }

    private double beta(int index) {
        return model.fixed().get(index).estimate();
    }

    private Double predict(String options, String x, String g) throws SQLException {
        return (Double) database.value(call(options, x, g));
    }

    private Double se(String options, String g) throws SQLException {
        return (Double) database.value(call(options, "0.5", g).replace("glmm_predict", "glmm_predict_se"));
    }

    private static String call(String options, String x, String g) {
        return "SELECT glmm_predict((SELECT model FROM fits WHERE region = 'north'), " + options + ", " + x + ", " + g
                + ")";
    }
}
