package org.glmmsql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Columns;
import org.glmmsql.sql.Fitting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log-likelihood of rows at a model's estimates, and the leverages and distances of its rows. */
class RowsAfterTheFitTest {
    private static final int ROWS = 90;

    /** @param order of the rows */
    private static List<Column> data(List<Integer> order) {
        int n = order.size();
        Double[] y = new Double[n];
        Double[] x = new Double[n];
        Double[] r = new Double[n];
        Double[] s = new Double[n];
        String[] g = new String[n];
        String[] h = new String[n];
        for (int k = 0; k < n; k++) {
            int i = order.get(k);
            x[k] = i * 37 % 29 / 29.0;
            g[k] = "g" + i % 9;
            h[k] = "h" + i * 7 / 3 % 5;
            y[k] = Math.floor(Math.exp(0.3 + 0.8 * x[k] + 0.1 * (i % 9)) * 2 * (i * 31 % 43) / 43.0);
            r[k] = y[k] + x[k] * (i % 9);
            s[k] = (double) (i * 13 % 7 > 2 + (i % 9) / 5 ? 1 : 0);
        }
        return List.of(
                Columns.numbers("y", y),
                Columns.numbers("x", x),
                Columns.numbers("r", r),
                Columns.numbers("s", s),
                Columns.text("g", g),
                Columns.text("h", h));
    }

    private static List<Integer> numbers() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            all.add(i);
        }
        return all;
    }

    private static List<Column> chosen(List<String> names, List<Column> columns) {
        return names.stream()
                .map(name -> columns.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static String fit(String text) {
        Fitting fitting = Fitting.of(text);
        return fitting.fit(chosen(fitting.variables(), data(numbers())), () -> {}, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x, poisson",
                "y ~ x + (1 | g), poisson",
                "y ~ x + (x | g), poisson",
                "y ~ x + (1 | g), poisson, random = gamma(log), method = ML, nagq = 15",
                "y ~ x + (1 | g), poisson, random = inverse.gamma(log), method = ML, nagq = 11",
                "s ~ x + (1 | g), binomial, random = beta(logit), method = ML",
                "s ~ x + (1 | g), binomial, nagq = 7",
                "cbind(s, 2 - s) ~ x + (1 | g) + (1 | h), binomial",
                "y ~ x + (1 | g), nbinom2, zero = ~ 1",
                "y ~ x + (1 | g/h), genpois",
                "r ~ x + (1 | g)",
                "r ~ x + (x | g) + (1 | h), offset = s",
                "I(r + 1) ~ x + (1 | g), Gamma(log), dispersion = ~ x",
                "y ~ x + (1 | g), cumulative",
            })
    void ofTheRowsOfAFitIsItsOwn(String text) {
        FittedModel model = ModelJson.parse(fit(text));
        assertThat(model.status()).isEqualTo(Status.OK);
        NewDataLogLik likelihood = NewDataLogLik.of(Predictor.of(model));
        double value = likelihood.value(chosen(likelihood.variables(), data(numbers())), ROWS, () -> {});
        assertThat(value).isCloseTo(model.logLik(), within(1e-7 * Math.abs(model.logLik())));
        List<Integer> mixed = numbers();
        Collections.shuffle(mixed, new Random(5));
        assertThat(likelihood.value(chosen(likelihood.variables(), data(mixed)), ROWS, () -> {}))
                .isEqualTo(value);
    }

    /** Twice the log-likelihood that is left to gain, phi held; a family whose likelihood has no such top is refused. */
    @ParameterizedTest
    @ValueSource(strings = {"y ~ x + (1 | g), nbinom2", "y ~ x, nbinom2, dispersion = ~ x"})
    void devianceResidualsOfNegativeBinomialCounts(String text) {
        FittedModel model = ModelJson.parse(fit(text));
        Predictor predictor = Predictor.of(model);
        List<Column> columns = chosen(predictor.spec().variables(), data(numbers()));
        double[] found = Residuals.of(predictor, ResidualOptions.parse("type = deviance"))
                .values(columns, ROWS);
        double[] mu = predictor.predict(columns.subList(1, columns.size()), ROWS, PredictOptions.parse(""));
        double[] phi = predictor.predict(columns.subList(1, columns.size()), ROWS, PredictOptions.parse("type = disp"));
        double[] y = ((org.glmmsql.frame.NumericColumn) columns.get(0)).values();
        for (int i = 0; i < ROWS; i++) {
            double gain = logDensity(y[i], y[i], phi[i]) - logDensity(y[i], mu[i], phi[i]);
            double expected = Math.signum(y[i] - mu[i]) * Math.sqrt(2 * gain);
            assertThat(found[i]).isCloseTo(expected, within(1e-7));
        }
        Predictor other = Predictor.of(ModelJson.parse(fit("y ~ x, genpois")));
        assertThatThrownBy(() -> Residuals.of(other, ResidualOptions.parse("type = deviance")))
                .hasMessageStartingWith("GLMM-401: ")
                .hasMessageContaining("type = quantile");
    }

    /** Of nbinom2, as far as it depends on the mean. */
    private static double logDensity(double y, double mu, double phi) {
        return (y == 0 ? 0 : y * Math.log(mu / (mu + phi))) + phi * Math.log(phi / (mu + phi));
    }

    /** H = I - sigma^2 (V^-1 - V^-1 X (X' V^-1 X)^-1 X' V^-1). */
    @ParameterizedTest
    @ValueSource(strings = {"r ~ x", "r ~ x + (1 | g)", "r ~ x + (x | g), method = REML", "r ~ x + (1 | g) + (1 | h)"})
    void leveragesAreTheDiagonalOfTheHatMatrix(String text) {
        FittedModel model = ModelJson.parse(fit(text));
        Influence influence = Influence.of(Predictor.of(model), "glmm_leverage");
        List<Column> columns = chosen(influence.variables(), data(numbers()));
        double[] found = influence.leverages(columns, ROWS);
        double[] distances = influence.distances(columns, ROWS);
        double[] expected = hat(model, data(numbers()));
        double[] residuals =
                Residuals.of(Predictor.of(model), ResidualOptions.parse("")).values(columns, ROWS);
        double variance = RowDistributions.dispersion(model);
        double unbiased = model.terms().isEmpty() ? variance * ROWS / (ROWS - 2) : variance;
        for (int i = 0; i < ROWS; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-8));
            double h = expected[i];
            double cook = Math.pow(residuals[i] / (1 - h), 2) * h / (2 * unbiased);
            assertThat(distances[i]).isCloseTo(cook, within(1e-7 * cook + 1e-12));
        }
    }

    private static double[] hat(FittedModel model, List<Column> data) {
        Column g = data.get(4);
        double[] x = ((org.glmmsql.frame.NumericColumn) data.get(1)).values();
        int[] level = ((org.glmmsql.frame.FactorColumn) g).codes();
        int[] other = ((org.glmmsql.frame.FactorColumn) data.get(5)).codes();
        double variance = RowDistributions.dispersion(model);
        DMatrixRMaj v = new DMatrixRMaj(ROWS, ROWS);
        DMatrixRMaj design = new DMatrixRMaj(ROWS, 2);
        for (int i = 0; i < ROWS; i++) {
            design.set(i, 0, 1);
            design.set(i, 1, x[i]);
            for (int j = 0; j < ROWS; j++) {
                double sum = i == j ? variance : 0;
                if (!model.terms().isEmpty() && level[i] == level[j]) {
                    double[] s = model.terms().get(0).sigma();
                    sum += s.length == 1 ? s[0] : s[0] + s[1] * (x[i] + x[j]) + s[3] * x[i] * x[j];
                }
                if (model.terms().size() > 1 && other[i] == other[j]) {
                    sum += model.terms().get(1).sigma()[0];
                }
                v.set(i, j, sum);
            }
        }
        CommonOps_DDRM.invert(v);
        DMatrixRMaj vx = new DMatrixRMaj(ROWS, 2);
        CommonOps_DDRM.mult(v, design, vx);
        DMatrixRMaj xvx = new DMatrixRMaj(2, 2);
        CommonOps_DDRM.multTransA(design, vx, xvx);
        CommonOps_DDRM.invert(xvx);
        DMatrixRMaj half = new DMatrixRMaj(ROWS, 2);
        CommonOps_DDRM.mult(vx, xvx, half);
        DMatrixRMaj projected = new DMatrixRMaj(ROWS, ROWS);
        CommonOps_DDRM.multTransB(half, vx, projected);
        double[] hat = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            hat[i] = 1 - variance * (v.get(i, i) - projected.get(i, i));
        }
        return hat;
    }

    /** A row of a level that the fit did not see is none of its rows. */
    @Test
    void aRowOfAnotherLevelHasNoLeverage() {
        Influence influence = Influence.of(Predictor.of(ModelJson.parse(fit("r ~ x + (1 | g)"))), "glmm_leverage");
        List<Column> rows =
                List.of(Columns.numbers("r", 1, 1), Columns.numbers("x", 0.5, 0.5), Columns.text("g", "g1", "new"));
        assertThat(influence.leverages(rows, 2)[0]).isPositive();
        assertThat(influence.leverages(rows, 2)[1]).isNaN();
        assertThat(influence.distances(rows, 2)[1]).isNaN();
    }

    @Test
    void whatAModelDoesNotCarryIsTold() {
        for (String text : List.of(
                "y ~ x + (1 | g), poisson",
                "r ~ x + (1 | g), ranef = false",
                "r ~ x + (1 | g), vcov = CR1",
                "r ~ x + (1 | g), dispersion = ~ x")) {
            Predictor predictor = Predictor.of(ModelJson.parse(fit(text)));
            assertThatThrownBy(() -> Influence.of(predictor, "glmm_cooks"))
                    .as(text)
                    .hasMessageStartingWith("GLMM-401: glmm_cooks needs ");
        }
    }
}
