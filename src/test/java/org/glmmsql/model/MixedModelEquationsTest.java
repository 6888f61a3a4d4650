package org.glmmsql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.mult.VectorVectorMult_DDRM;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Columns;
import org.junit.jupiter.api.Test;

/**
 * Standard errors of predictions with random effects are those of Henderson's mixed model equations (1975): the inverse of
 * [X'X X'Z; Z'X Z'Z + G^-1 sigma^2] / sigma^2, at the variances that were estimated.
 */
class MixedModelEquationsTest {
    /** Rows of two factors. */
    private record Data(int[] g, int[] h, double[] x, double[] y) {
        static Data of(int n, int g, int h, boolean nested, int seed) {
            SplittableRandom random = new SplittableRandom(seed);
            Data data = new Data(new int[n], new int[n], new double[n], new double[n]);
            double[] ofG = random.doubles(g, -1.5, 1.5).toArray();
            double[] slope = random.doubles(g, -1, 1).toArray();
            double[] ofH = random.doubles(h, -1.5, 1.5).toArray();
            for (int i = 0; i < n; i++) {
                data.g[i] = nested ? i % h % g : i % g;
                data.h[i] = nested ? i % h : random.nextInt(h);
                data.x[i] = random.nextGaussian();
                data.y[i] = 1
                        + data.x[i] * (0.5 + slope[data.g[i]])
                        + ofG[data.g[i]]
                        + ofH[data.h[i]]
                        + random.nextGaussian();
            }
            return data;
        }

        List<Column> columns() {
            return columns(g, h, x, true);
        }

        List<Column> columns(int[] ofG, int[] ofH, double[] ofX, boolean response) {
            int n = ofG.length;
            Double[] numbers = new Double[n];
            String[] first = new String[n];
            String[] second = new String[n];
            for (int i = 0; i < n; i++) {
                numbers[i] = ofX[i];
                first[i] = "g" + ofG[i];
                second[i] = "h" + ofH[i];
            }
            List<Column> columns = new ArrayList<>();
            if (response) {
                columns.add(Columns.numbers("y", Arrays.stream(y).boxed().toArray(Double[]::new)));
            }
            columns.add(Columns.numbers("x", numbers));
            columns.add(Columns.text("g", first));
            columns.add(Columns.text("h", second));
            return columns;
        }
    }

    private static FittedModel fit(String text, List<Column> data) {
        ModelSpec spec = ModelTextParser.parse(text)
                .close(data.stream().map(Column::name).toList());
        FittedModel model = GlmmFitter.fit(spec, DesignBuilder.build(spec, data), Control.defaults());
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        return ModelJson.parse(ModelJson.write(model));
    }

    /** What multiplies all effects: the intercept and x, then those of each term, level by level. */
    private static double[] row(FittedModel model, int g, int h, double x) {
        List<Double> row = new ArrayList<>(List.of(1.0, x));
        for (RandomEffects effects : model.randomEffects()) {
            for (String level : effects.levels()) {
                boolean own = List.of("g" + g, "h" + h, "g" + g + ":h" + h, "h" + h + ":g" + g)
                        .contains(level);
                for (String column : effects.terms()) {
                    // x is the position, too, where each has an effect of its own
                    boolean position = effects.term().structure().equals("ar1");
                    row.add(!own ? 0 : column.equals("x") ? x : position && Double.parseDouble(column) != x ? 0 : 1);
                }
            }
        }
        return row.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static DMatrixRMaj covariance(FittedModel model, Data data) {
        int size = row(model, 0, 0, 0).length;
        DMatrixRMaj c = new DMatrixRMaj(size, size);
        for (int i = 0; i < data.g.length; i++) {
            DMatrixRMaj row = new DMatrixRMaj(size, 1, true, row(model, data.g[i], data.h[i], data.x[i]));
            CommonOps_DDRM.multAddTransB(row, row, c);
        }
        int at = 2;
        double variance = model.sigma() * model.sigma();
        for (RandomEffects effects : model.randomEffects()) {
            int q = effects.terms().size();
            DMatrixRMaj prior = new DMatrixRMaj(q, q, true, effects.sigma().clone());
            CommonOps_DDRM.invert(prior);
            for (int l = 0; l < effects.levels().size(); l++, at += q) {
                for (int i = 0; i < q; i++) {
                    for (int j = 0; j < q; j++) {
                        c.add(at + i, at + j, variance * prior.get(i, j));
                    }
                }
            }
        }
        CommonOps_DDRM.invert(c);
        CommonOps_DDRM.scale(variance, c);
        return c;
    }

    private static double[] errors(FittedModel model, Data data, int[] g, int[] h, double[] x) {
        return Predictor.of(model)
                .standardErrors(
                        data.columns(g, h, x, false).stream()
                                .filter(column -> model.recipe().variables().contains(column.name()))
                                .toList(),
                        g.length,
                        PredictOptions.parse("type = link"));
    }

    private static void agrees(String text, Data data, int[] g, int[] h, double[] x) {
        FittedModel model = fit(text, data.columns());
        DMatrixRMaj covariance = covariance(model, data);
        double[] found = errors(model, data, g, h, x);
        for (int i = 0; i < g.length; i++) {
            double[] row = row(model, g[i], h[i], x[i]);
            DMatrixRMaj r = new DMatrixRMaj(row.length, 1, true, row);
            double expected = Math.sqrt(VectorVectorMult_DDRM.innerProdA(r, covariance, r));
            assertThat(found[i]).as("%s, row %d", text, i).isCloseTo(expected, within(1e-7 * expected));
        }
    }

    private static final int[] G = {0, 3, 5, 2};
    private static final int[] H = {1, 0, 4, 2};
    private static final double[] X = {0.3, -1, 2, 0};

    @Test
    void crossedEffectsAreCorrelatedGivenTheData() {
        Data data = Data.of(90, 8, 6, false, 3);
        agrees("y ~ x + (1 | g) + (1 | h), method = REML", data, G, H, X);
        agrees("y ~ x + (1 | h) + (x | g), method = ML", data, G, H, X);
    }

    @Test
    void soAreThoseOfTwoTermsOfOneFactor() {
        Data data = Data.of(90, 8, 6, false, 4);
        agrees("y ~ x + (1 | g) + (0 + x | g), method = REML", data, G, H, X);
    }

    @Test
    void soAreThoseOfOuterAndInnerLevels() {
        Data data = Data.of(120, 6, 24, true, 5);
        int[] inner = {0, 9, 23, 14};
        int[] outer = {0, 3, 5, 2};
        agrees("y ~ x + (1 | g / h), method = REML", data, outer, inner, X);
        // 1,500 levels of 30 others: only those that occur together are kept, which are as many as levels
        Data large = Data.of(6_000, 30, 1_500, true, 6);
        FittedModel model = fit("y ~ x + (1 | g) + (1 | h)", large.columns());
        assertThat(model.randomEffects().get(0).between().get(0).covariances()[0])
                .hasSize(50);
        double[] found = errors(model, large, new int[] {3, 7}, new int[] {3, 37}, new double[] {1, 1});
        double[] one = errors(
                fit("y ~ x + (1 | g / h)", large.columns()), large, new int[] {3, 7}, new int[] {3, 37}, new double[] {
                    1, 1
                });
        assertThat(found[0]).isCloseTo(one[0], within(1e-7));
        assertThat(found[1]).isCloseTo(one[1], within(1e-7));
    }

    /** Levels lack positions, whose effects have a law all the same; prior covariances of a level are those of all positions. */
    @Test
    void soAreThoseOfPositions() {
        Data data = Data.of(120, 12, 6, false, 11);
        for (int i = 0; i < data.x.length; i++) {
            data.x[i] = i / 12 % 4 == 3 && data.g[i] % 3 == 0 ? 0 : i / 12 % 4;
        }
        int[] positions = {3, 3, 0, 2};
        double[] x = Arrays.stream(positions).asDoubleStream().toArray();
        agrees("y ~ x + ar1(x | g) + (1 | h), method = REML", data, G, H, x);
        agrees("y ~ x + (1 | h) + ar1(x | g), method = REML", data, G, H, x);
    }

    @Test
    void whatIsNotKeptIsRefused() {
        Data data = Data.of(900, 130, 110, false, 7);
        FittedModel model = fit("y ~ x + (1 | g) + (1 | h)", data.columns());
        int[] g = {data.g[5], data.g[800]};
        int[] h = {data.h[5], data.h[800]};
        agrees("y ~ x + (1 | g) + (1 | h)", data, g, h, new double[] {0, 1});
        int other = IntStream.range(0, 110)
                .filter(k -> IntStream.range(0, 900).noneMatch(i -> data.g[i] == g[0] && data.h[i] == k))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> errors(model, data, new int[] {g[0]}, new int[] {other}, new double[] {0}))
                .hasMessageStartingWith("GLMM-504: ")
                .hasMessageContaining("'g" + g[0] + "' and 'h" + other + "' never did")
                .hasMessageContaining("use terms = (g) or terms = (h)");
        double[] alone = Predictor.of(model)
                .standardErrors(
                        data.columns(g, h, new double[] {0, 1}, false).subList(0, 3),
                        2,
                        PredictOptions.parse("type = link, terms = (g)"));
        assertThat(alone[0]).isPositive();
    }

    /** Of zeros of another kind: the modes follow the coefficients of both parts, told here by moving these. */
    @Test
    void modesFollowTheCoefficientsOfTheZerosToo() {
        int n = 240;
        SplittableRandom random = new SplittableRandom(8);
        Data data = Data.of(n, 8, 6, false, 9);
        for (int i = 0; i < n; i++) {
            double rate = Math.exp(0.7 + 0.3 * data.x[i] + 0.5 * Math.sin(data.g[i]));
            int count = 0;
            for (double p = random.nextDouble(); p > Math.exp(-rate); p *= random.nextDouble()) {
                count++;
            }
            data.y[i] = random.nextDouble() < 0.3 ? 0 : count;
        }
        FittedModel model = fit("y ~ x + (1 | g), poisson, zero = ~ x", data.columns());
        int level = model.randomEffects().get(0).levels().indexOf("g3");
        double x = 0.6;
        double[] coefficients = model.components().stream()
                .flatMap(c -> c.coefficients().stream())
                .mapToDouble(Coefficient::estimate)
                .toArray();
        double[][] covariance = model.covarianceOfCoefficients();
        double step = 1e-5;
        double[] derivative = new double[4];
        double[] byMode = {0, 0};
        for (int k = 0; k < 4; k++) {
            for (int side = -1; side <= 1; side += 2) {
                double[] moved = coefficients.clone();
                moved[k] += side * step;
                derivative[k] += side * response(moved, x, mode(data, model, moved)) / (2 * step);
            }
        }
        double mode = mode(data, model, coefficients);
        assertThat(mode).isCloseTo(model.randomEffects().get(0).modes()[level][0], within(1e-6));
        byMode[0] = (response(coefficients, x, mode + step) - response(coefficients, x, mode - step)) / (2 * step);
        byMode[1] = model.randomEffects().get(0).covariances()[level][0];
        double variance = byMode[0] * byMode[0] * byMode[1];
        for (int j = 0; j < 4; j++) {
            for (int k = 0; k < 4; k++) {
                variance += derivative[j] * covariance[j][k] * derivative[k];
            }
        }
        double[] found = Predictor.of(model)
                .standardErrors(List.of(Columns.numbers("x", x), Columns.text("g", "g3")), 1, PredictOptions.parse(""));
        assertThat(found[0]).isCloseTo(Math.sqrt(variance), within(1e-6));
    }

    private static double response(double[] b, double x, double mode) {
        return Math.exp(b[0] + b[1] * x + mode) / (1 + Math.exp(b[2] + b[3] * x));
    }

    /** Of level g3, by Newton's method on its log-density. */
    private static double mode(Data data, FittedModel model, double[] b) {
        double variance = model.randomEffects().get(0).sigma()[0];
        IntToDoubleFunction zero = i -> 1 / (1 + Math.exp(-b[2] - b[3] * data.x[i]));
        double v = 0;
        for (int iteration = 0; iteration < 60; iteration++) {
            double first = -v / variance;
            double second = -1 / variance;
            for (int i = 0; i < data.g.length; i++) {
                if (data.g[i] != 3) {
                    continue;
                }
                double mu = Math.exp(b[0] + b[1] * data.x[i] + v);
                double p = zero.applyAsDouble(i);
                if (data.y[i] > 0) {
                    first += data.y[i] - mu;
                    second -= mu;
                } else {
                    double share = (1 - p) * Math.exp(-mu) / (p + (1 - p) * Math.exp(-mu));
                    first -= share * mu;
                    second -= share * mu - share * (1 - share) * mu * mu;
                }
            }
            v -= first / second;
        }
        return v;
    }
}
