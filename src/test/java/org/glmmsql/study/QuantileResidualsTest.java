package org.glmmsql.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Columns;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.Predictor;
import org.glmmsql.model.ResidualOptions;
import org.glmmsql.model.Residuals;
import org.glmmsql.model.SimulateOptions;
import org.glmmsql.model.Simulator;
import org.glmmsql.sql.Fitting;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Responses drawn from a model have quantile residuals under it that are uniform: the p-values of a test of uniformity are uniform
 * themselves. Drawn with new effects, conditional residuals would not be, as the effects are not those of the model: both are conditional here,
 * or both are over the law, one row of a level.
 */
class QuantileResidualsTest {
    private static final int ROWS = 120;
    private static final int LEVELS = 12;

    private record Given(String model, List<Column> columns) {
        Predictor predictor() {
            return Predictor.of(ModelJson.parse(model));
        }
    }

    private static Given fit(String family) {
        double[] x = new double[ROWS];
        String[] g = new String[ROWS];
        double[] y = new double[ROWS];
        double[] id = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = i * 7919 % 101 / 100.0;
            g[i] = "g" + i % LEVELS;
            id[i] = i;
            double noise = (i * 31 % 97) / 97.0;
            double level = 0.4 * ((i % LEVELS) - 5.5) / 5;
            y[i] = switch (family) {
                case "binomial" -> noise < 1 / (1 + Math.exp(0.5 - x[i] - level)) ? 1 : 0;
                case "Gamma(log)" -> Math.exp(0.5 * x[i] + level) * (0.2 + 2 * noise * noise);
                case "gaussian", "t" -> x[i] + level + 1.2 * (noise - 0.5);
                case "beta" -> Math.min(0.97, Math.max(0.03, 0.2 + 0.3 * x[i] + 0.2 * level + 0.4 * (noise - 0.5)));
                default -> Math.floor(Math.exp(0.6 + 0.5 * x[i] + level) * 2.4 * noise);
            };
        }
        List<Column> columns = List.of(
                Columns.numbers("id", boxed(id)),
                Columns.numbers("y", boxed(y)),
                Columns.numbers("x", boxed(x)),
                Columns.text("g", g));
        String text = "y ~ x + (1 | g), family = " + family;
        return new Given(Fitting.of(text).fit(columns.subList(1, 4), () -> {}, 1), columns);
    }

    private static Double[] boxed(double[] values) {
        return Arrays.stream(values).boxed().toArray(Double[]::new);
    }

    /** One p-value by the test of Kolmogorov and Smirnov for each draw. */
    private static double[] pValues(String family, int draws, boolean marginal) {
        Given given = fit(family);
        Predictor predictor = given.predictor();
        List<Column> rows = given.columns();
        if (marginal) {
            // a level for each row, so that responses are independent
            String[] own = IntStream.range(0, ROWS).mapToObj(i -> "new" + i).toArray(String[]::new);
            rows = new ArrayList<>(rows);
            rows.set(3, Columns.text("g", own));
        }
        double[] p = new double[draws];
        for (int d = 0; d < draws; d++) {
            Simulator simulator = Simulator.of(
                    predictor,
                    SimulateOptions.parse(
                            "seed = 7, key = id, draw = " + d + ", re = " + (marginal ? "new" : "conditional")));
            double[] y = simulator.values(List.of(rows.get(0), rows.get(2), rows.get(3)), ROWS);
            Residuals residuals = Residuals.of(
                    predictor,
                    ResidualOptions.parse("type = quantile, scale = uniform, key = id, seed = " + (d + 1)
                            + (marginal ? ", re = none, marginal = true" : "")));
            NumericColumn drawn = Columns.numbers("y", boxed(y));
            double[] u = residuals.values(List.of(rows.get(0), drawn, rows.get(2), rows.get(3)), ROWS);
            p[d] = kolmogorov(u);
        }
        return p;
    }

    /** P(sqrt(n) D larger), by the limit with Stephens's correction for n. */
    private static double kolmogorov(double[] u) {
        double[] sorted = u.clone();
        Arrays.sort(sorted);
        double d = 0;
        int n = sorted.length;
        for (int i = 0; i < n; i++) {
            assertThat(sorted[i]).isBetween(0.0, 1.0);
            d = Math.max(d, Math.max(sorted[i] - i / (double) n, (i + 1) / (double) n - sorted[i]));
        }
        double t = d * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n));
        double p = 0;
        for (int k = 1; k < 100; k++) {
            p += 2 * (k % 2 == 1 ? 1 : -1) * Math.exp(-2.0 * k * k * t * t);
        }
        return Math.max(0, Math.min(1, p));
    }

    @ParameterizedTest
    @ValueSource(strings = {"poisson", "binomial", "nbinom2", "Gamma(log)", "gaussian", "beta"})
    void areUniform(String family) {
        assertThat(kolmogorov(pValues(family, 60, false))).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"poisson", "binomial"})
    void areUniformOverTheLaw(String family) {
        assertThat(kolmogorov(pValues(family, 4, true))).isGreaterThan(1e-3);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"poisson", "binomial", "nbinom2", "Gamma(log)", "gaussian", "beta"})
    void areUniformAThousandTimes(String family) {
        double[] p = pValues(family, 1000, false);
        System.out.printf(
                "%s: p-values of uniformity below 0.05: %.1f %%, uniform with p = %.2f%n",
                family, 100 * Arrays.stream(p).filter(one -> one < 0.05).count() / 1000.0, kolmogorov(p));
        assertThat(kolmogorov(p)).isGreaterThan(1e-3);
    }
}
