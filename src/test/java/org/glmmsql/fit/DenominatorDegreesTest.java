package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.glmmsql.design.Design;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.likelihood.CorrelatedLikelihood;
import org.glmmsql.likelihood.GaussianLikelihood;
import org.glmmsql.likelihood.GeneralizedLeastSquares;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.DegreesOfFreedom;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.VarCorr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Degrees of freedom by their definitions: derivatives, identities with exact tests, and everything written down with matrices of all rows. */
class DenominatorDegreesTest {
    private static final int[] TIMES = {1, 2, 4, 5};

    /** Patients of three sites at up to four visits. */
    private static Table table(int groups, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Random normal = new Random(seed);
        List<double[]> rows = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            double before = 0;
            double level = 0.8 * normal.nextGaussian();
            double slope = 0.5 * normal.nextGaussian();
            for (int t : TIMES) {
                double e = 0.5 * before + normal.nextGaussian();
                before = e;
                if (random.nextDouble() < 0.2) continue;
                double x = random.nextDouble();
                double w = random.nextDouble(0.5, 2);
                rows.add(new double[] {g, t, x, w, 1 + 2 * x + level + slope * x + (0.6 + 0.2 * t) * e / Math.sqrt(w)});
            }
        }
        return new Table(rows.size())
                .text("g", i -> "g" + (int) rows.get(i)[0])
                .text("site", i -> "site" + (int) rows.get(i)[0] % 5)
                .text("sex", i -> rows.get(i)[0] % 3 == 0 ? "F" : "M")
                .text("visit", i -> "v" + (int) rows.get(i)[1])
                .number("t", i -> rows.get(i)[1])
                .number("x", i -> rows.get(i)[2])
                .number("w", i -> rows.get(i)[3])
                .number("y", i -> rows.get(i)[4]);
    }

    static List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (String method : List.of("ML", "REML"))
            for (String model : List.of(
                    "(1 | g)",
                    "(x | g), weights = w",
                    "(x || g) + (1 | site)",
                    "(1 | site / g)",
                    "ar1(t | g)",
                    "cs(x | g)",
                    "(1 | visit) + (1 | g)",
                    "(1 | site), residual = ar1(t | g)",
                    "ar1(t | site), residual = homcs(t | g)",
                    "(1 | site), residual = us(t | g), weights = w",
                    "(1 | site), residual = ante(t | g)",
                    "(1 | g), residual = ou(t | g), dispersion = ~ x",
                    "(1 | site), residual = toep(t | g, by = sex)",
                    "(x | g), dispersion = ~ x")) texts.add("y ~ x + sex + " + model + ", method = " + method);
        return texts;
    }

    @ParameterizedTest
    @MethodSource("texts")
    void slopesAreDerivativesOfTheCovarianceOfBeta(String text) {
        ModelSpec spec = ModelTextParser.parse(text);
        Design design = table(14, 1).design(spec);
        Family family = Families.byName("gaussian");
        ModelDataBuilder.Built built = ModelDataBuilder.build(
                design, family, "identity", family.priorWeights(design.response(), design.weights()));
        ModelData data = built.data();
        int p = data.p();
        SplittableRandom random = new SplittableRandom(3);
        double[] psi = random.doubles(data.size(), 0.2, 0.8).toArray();
        boolean gaussian = data.residual() == null && !text.contains("dispersion");
        boolean restricted = text.contains("REML");
        GeneralizedLeastSquares likelihood = gaussian
                ? new GaussianLikelihood(data, restricted, 0, () -> {}, 1)
                : data.residual() == null
                        ? CorrelatedLikelihood.independent(data, restricted, 0, () -> {}, 1)
                        : new CorrelatedLikelihood(data, restricted, 0, () -> {}, 1);
        // sigma^2 is profiled out: its own estimate is what theta has beside it
        int first = gaussian ? data.thetaFrom() - p : 0;
        double[][][] slopes = likelihood.betaCovarianceSlopes(psi);
        for (int k = first; k < slopes.length; k++) {
            double[][] sum = new double[p][p];
            double h = 1e-3;
            for (int s : new int[] {-2, -1, 1, 2}) {
                double[] at = psi.clone();
                at[p + k] += s * h;
                double[][] v = covariance(likelihood, at, data, psi);
                double weight = (Math.abs(s) == 1 ? 8 : -1) * Math.signum(s) / (12 * h);
                for (int i = 0; i < p; i++) for (int j = 0; j < p; j++) sum[i][j] += weight * v[i][j];
            }
            for (int i = 0; i < p; i++)
                for (int j = 0; j < p; j++)
                    assertThat(slopes[k][i][j])
                            .as("%d: %d, %d", k, i, j)
                            .isCloseTo(sum[i][j], within(1e-8 * Math.max(1, Math.abs(sum[i][j]))));
        }
    }

    /** With sigma at {@code fixed} where it is profiled out. */
    private static double[][] covariance(
            GeneralizedLeastSquares likelihood, double[] psi, ModelData data, double[] fixed) {
        if (likelihood instanceof CorrelatedLikelihood correlated) {
            int p = data.p();
            correlated.evaluate(java.util.Arrays.copyOfRange(psi, p, psi.length), new double[psi.length - p]);
            return correlated.betaCovariance();
        }
        GaussianLikelihood gaussian = (GaussianLikelihood) likelihood;
        int from = data.thetaFrom();
        gaussian.evaluate(java.util.Arrays.copyOfRange(fixed, from, psi.length), new double[psi.length - from]);
        double sigma = gaussian.sigma();
        gaussian.evaluate(java.util.Arrays.copyOfRange(psi, from, psi.length), new double[psi.length - from]);
        double[][] v = gaussian.betaCovariance();
        double factor = sigma * sigma / (gaussian.sigma() * gaussian.sigma());
        for (double[] row : v) for (int i = 0; i < row.length; i++) row[i] *= factor;
        return v;
    }

    /** V by the numbers that a model tells, variances in place of standard deviations. */
    private interface Covariance {
        double of(double[] told, Table table, int i, int j);
    }

    private static boolean same(Table table, String column, int i, int j) {
        return table.level(column, i).equals(table.level(column, j));
    }

    private static int visit(Table table, int i) {
        for (int k = 0; k < TIMES.length; k++) if (TIMES[k] == table.get("t", i)) return k;
        throw new IllegalStateException();
    }

    private static double residual(Table table, int i, int j, double value) {
        return i == j ? value / table.get("w", i) : 0;
    }

    private static Covariance covariance(String name) {
        return switch (name) {
            case "(x | g)" ->
                (c, d, i, j) -> (same(d, "g", i, j)
                                ? c[0] + c[1] * d.get("x", i) * d.get("x", j) + c[2] * (d.get("x", i) + d.get("x", j))
                                : 0)
                        + residual(d, i, j, c[3]);
            case "(1 | visit) + (1 | g)" ->
                (c, d, i, j) ->
                        (same(d, "visit", i, j) ? c[0] : 0) + (same(d, "g", i, j) ? c[1] : 0) + residual(d, i, j, c[2]);
            case "(1 | site / g)" ->
                (c, d, i, j) ->
                        (same(d, "g", i, j) ? c[0] : 0) + (same(d, "site", i, j) ? c[1] : 0) + residual(d, i, j, c[2]);
            case "ar1(t | g)" ->
                (c, d, i, j) ->
                        (same(d, "g", i, j) ? c[0] * Math.pow(c[1], Math.abs(d.get("t", i) - d.get("t", j))) : 0)
                                + residual(d, i, j, c[2]);
            case "(1 | site), residual = ar1(t | g)" ->
                (c, d, i, j) -> (same(d, "site", i, j) ? c[0] : 0)
                        + (same(d, "g", i, j)
                                ? c[1]
                                        * Math.pow(c[2], Math.abs(d.get("t", i) - d.get("t", j)))
                                        / Math.sqrt(d.get("w", i) * d.get("w", j))
                                : 0);
            case "residual = cs(t | g)" ->
                (c, d, i, j) -> same(d, "g", i, j)
                        ? Math.sqrt(c[visit(d, i)] * c[visit(d, j)] / d.get("w", i) / d.get("w", j))
                                * (i == j ? 1 : c[4])
                        : 0;
            case "residual = ou(t | g)" ->
                (c, d, i, j) -> same(d, "g", i, j)
                        ? c[0]
                                * Math.exp(-Math.abs(d.get("t", i) - d.get("t", j)) / c[1])
                                / Math.sqrt(d.get("w", i) * d.get("w", j))
                        : 0;
            case "residual = homcs(t | g)" ->
                (c, d, i, j) ->
                        same(d, "g", i, j) ? (i == j ? c[0] : c[1]) / Math.sqrt(d.get("w", i) * d.get("w", j)) : 0;
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(x | g)",
                "(1 | visit) + (1 | g)",
                "(1 | site / g)",
                "ar1(t | g)",
                "(1 | site), residual = ar1(t | g)",
                "residual = cs(t | g)",
                "residual = ou(t | g)",
                "residual = homcs(t | g)",
            })
    void kenwardRogerIsThatOfMatricesOfAllRows(String name) {
        Table table = table(24, 5);
        boolean random = !name.startsWith("residual");
        FittedModel model = table.fit("y ~ x + sex" + (random ? " + " : ", ") + name
                + ", weights = w, method = REML, df = kenward_roger, tolerance = 1e-13");
        int size = model.varCorr().size();
        double[] told = model.varCorr().stream()
                .mapToDouble(v -> v.term2() != null || v.isNamed()
                        ? Double.isNaN(v.variance()) ? v.sdOrCorr() : v.variance()
                        : v.variance())
                .toArray();
        if (name.equals("residual = ou(t | g)")) size = 2;
        // linear in variance and covariance
        if (name.equals("residual = homcs(t | g)")) told[1] *= told[0];
        Oracle oracle = new Oracle(table, covariance(name), java.util.Arrays.copyOf(told, size));
        List<Coefficient> fixed = model.fixed();
        for (int k = 0; k < fixed.size(); k++) {
            assertThat(fixed.get(k).stdError()).isCloseTo(Math.sqrt(oracle.adjusted.get(k, k)), withinPercentage(1e-3));
            double[][] one = new double[1][fixed.size()];
            one[0][k] = 1;
            assertThat(fixed.get(k).df()).isCloseTo(oracle.df(one), withinPercentage(1e-2));
        }
        DegreesOfFreedom df = model.degreesOfFreedom();
        double[][] two = {{0, 1, 0}, {0, 0.5, 1}};
        assertThat(df.ofHypothesis(two)).isCloseTo(oracle.df(two), withinPercentage(1e-2));
        assertThat(df.scaleOfF(two)).isCloseTo(oracle.scale(two), withinPercentage(1e-3));
        assertThat(df.vcov()[1][2]).isCloseTo(oracle.adjusted.get(1, 2), within(1e-6 * Math.abs(df.vcov()[1][1])));
    }

    /** Rows that span the same hypothesis have the same degrees of freedom, where a variance is 0, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {"y ~ site + (1 | g)", "y ~ site + (x | g)", "x ~ site + (1 | g)", "x ~ site * sex + (1 | visit)"
            })
    void thoseOfAHypothesisDoNotDependOnItsRows(String formula) {
        FittedModel model = table(30, 7).fit(formula + ", method = REML, df = satterthwaite");
        DegreesOfFreedom df = model.degreesOfFreedom();
        int p = model.vcov().length;
        double[][] rows = new double[4][p];
        double[][] others = new double[4][p];
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 4; i++) {
            rows[i][i + 1] = 1;
            for (int j = 0; j < 4; j++) others[i][j + 1] = random.nextDouble(-2, 2);
        }
        assertThat(df.ofHypothesis(others)).isCloseTo(df.ofHypothesis(rows), withinPercentage(1e-6));
    }

    /** Kenward and Roger (1997) with n x n matrices and differences of V by the numbers told. */
    private static final class Oracle {
        final DenseMatrix phi;
        final DenseMatrix adjusted;
        final DenseMatrix w;
        final List<DenseMatrix> p = new ArrayList<>();

        Oracle(Table table, Covariance covariance, double[] told) {
            int n = table.size();
            int size = told.length;
            Function<double[], DenseMatrix> v = c -> {
                DMatrixRMaj matrix = new DMatrixRMaj(n, n);
                for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) matrix.set(i, j, covariance.of(c, table, i, j));
                return new DenseMatrix(matrix);
            };
            DenseMatrix x = new DenseMatrix(n, 3);
            for (int i = 0; i < n; i++) {
                x.set(i, 0, 1);
                x.set(i, 1, table.get("x", i));
                x.set(i, 2, table.level("sex", i).equals("M") ? 1 : 0);
            }
            DenseMatrix inverse = v.apply(told).invert();
            phi = x.transpose().mult(inverse).mult(x).invert();
            DenseMatrix e = inverse.mult(x);
            DenseMatrix projection = inverse.minus(e.mult(phi).mult(e.transpose()));
            List<DenseMatrix> slopes = new ArrayList<>();
            for (int k = 0; k < size; k++) {
                int at = k;
                slopes.add(difference(told, at, v));
                p.add(e.transpose().mult(slopes.get(k)).mult(e));
            }
            DenseMatrix information = new DenseMatrix(size, size);
            for (int i = 0; i < size; i++)
                for (int j = 0; j < size; j++)
                    information.set(
                            i,
                            j,
                            projection
                                            .mult(slopes.get(i))
                                            .mult(projection)
                                            .mult(slopes.get(j))
                                            .trace()
                                    / 2);
            w = information.invert();
            DenseMatrix bias = new DenseMatrix(3, 3);
            for (int i = 0; i < size; i++)
                for (int j = 0; j < size; j++) {
                    int other = j;
                    DenseMatrix second = difference(told, i, c -> difference(c, other, v));
                    DenseMatrix q = e.transpose()
                            .mult(slopes.get(i))
                            .mult(inverse)
                            .mult(slopes.get(j))
                            .mult(e);
                    DenseMatrix part = q.minus(p.get(i).mult(phi).mult(p.get(j)))
                            .minus(e.transpose().mult(second).mult(e).scale(0.25));
                    bias = bias.plus(part.scale(w.get(i, j)));
                }
            adjusted = phi.plus(phi.mult(bias).mult(phi).scale(2));
        }

        private static DenseMatrix difference(double[] told, int k, Function<double[], DenseMatrix> of) {
            double h = 1e-3 * Math.max(0.1, Math.abs(told[k]));
            DenseMatrix sum = null;
            for (int s : new int[] {-2, -1, 1, 2}) {
                double[] at = told.clone();
                at[k] += s * h;
                DenseMatrix value = of.apply(at).scale((Math.abs(s) == 1 ? 8 : -1) * Math.signum(s) / (12 * h));
                sum = sum == null ? value : sum.plus(value);
            }
            return sum;
        }

        private double[] moments(double[][] rows) {
            DenseMatrix l = new DenseMatrix(new DMatrixRMaj(rows));
            DenseMatrix theta =
                    l.transpose().mult(l.mult(phi).mult(l.transpose()).invert()).mult(l);
            double a1 = 0;
            double a2 = 0;
            for (int i = 0; i < p.size(); i++)
                for (int j = 0; j < p.size(); j++) {
                    DenseMatrix one = theta.mult(phi).mult(p.get(i)).mult(phi);
                    DenseMatrix other = theta.mult(phi).mult(p.get(j)).mult(phi);
                    a1 += w.get(i, j) * one.trace() * other.trace();
                    a2 += w.get(i, j) * one.mult(other).trace();
                }
            return new double[] {a1, a2};
        }

        double df(double[][] rows) {
            int l = rows.length;
            double[] a = moments(rows);
            double b = (a[0] + 6 * a[1]) / (2 * l);
            double g = ((l + 1) * a[0] - (l + 4) * a[1]) / ((l + 2) * a[1]);
            double c = 3 * l + 2 * (1 - g);
            double mean = 1 / (1 - a[1] / l);
            double variance =
                    2.0 / l * (1 + g / c * b) / (Math.pow(1 - (l - g) / c * b, 2) * (1 - (l + 2 - g) / c * b));
            double rho = variance / (2 * mean * mean);
            return 4 + (l + 2) / (l * rho - 1);
        }

        double scale(double[][] rows) {
            double m = df(rows);
            return m * (1 - moments(rows)[1] / rows.length) / (m - 2);
        }
    }

    /** Three rows of each of eight subjects, one for each treatment. */
    private static Table blocks(int subjects, int seed) {
        Random normal = new Random(seed);
        double[] level = normal.doubles(subjects, -2, 2).toArray();
        double[] y = IntStream.range(0, 2 * subjects)
                .mapToDouble(i -> level[i / 2] + 0.4 * (i % 2) + 0.5 * normal.nextGaussian())
                .toArray();
        return new Table(2 * subjects)
                .text("subject", i -> "s" + i / 2)
                .text("treatment", i -> i % 2 == 0 ? "a" : "b")
                .number("y", i -> y[i]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"satterthwaite", "kenward_roger"})
    void aRandomInterceptOfPairsIsThePairedTTest(String df) {
        Table table = blocks(9, 2);
        FittedModel model = table.fit("y ~ treatment + (1 | subject), method = REML, df = " + df);
        Coefficient difference = model.fixed().get(1);
        double[] d = IntStream.range(0, 9)
                .mapToDouble(s -> table.get("y", 2 * s + 1) - table.get("y", 2 * s))
                .toArray();
        double mean = IntStream.range(0, 9).mapToDouble(i -> d[i]).sum() / 9;
        double variance = IntStream.range(0, 9)
                        .mapToDouble(i -> (d[i] - mean) * (d[i] - mean))
                        .sum()
                / 8;
        assertThat(difference.df()).isCloseTo(8, within(1e-4));
        assertThat(difference.statistic()).isCloseTo(mean / Math.sqrt(variance / 9), withinPercentage(1e-4));
        // the mean of all has the error of the means of subjects
        assertThat(model.degreesOfFreedom().ofContrast(new double[] {1, 0.5})).isCloseTo(8, within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"satterthwaite", "kenward_roger"})
    void theMeanOfABalancedOneWayLayoutHasOneLessThanItsGroups(String df) {
        FittedModel model = blocks(9, 2).fit("y ~ 1 + (1 | subject), method = REML, df = " + df);
        assertThat(model.fixed().get(0).df()).isCloseTo(8, within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", df = satterthwaite", ", df = kenward_roger", ", df = residual"})
    void aLinearModelHasRowsLessColumns(String df) {
        Table table = table(20, 1);
        for (String method : List.of("ML", "REML")) {
            FittedModel model = table.fit("y ~ x + sex, method = " + method + df);
            assertThat(model.fixed()).allSatisfy(c -> assertThat(c.df()).isEqualTo(table.size() - 3.0));
            assertThat(model.degreesOfFreedom().method()).isEqualTo("residual");
        }
    }

    @Test
    void twoVariancesAreWelchsTest() {
        Table table = table(24, 3);
        FittedModel model = table.fit("y ~ sex, dispersion = ~ sex, method = REML, df = satterthwaite");
        double[] n = new double[2];
        double[] sum = new double[2];
        double[] squares = new double[2];
        for (int i = 0; i < table.size(); i++) {
            int k = table.level("sex", i).equals("M") ? 1 : 0;
            n[k]++;
            sum[k] += table.get("y", i);
            squares[k] += table.get("y", i) * table.get("y", i);
        }
        double[] error = new double[2];
        for (int k = 0; k < 2; k++) error[k] = (squares[k] - sum[k] * sum[k] / n[k]) / (n[k] - 1) / n[k];
        double welch = Math.pow(error[0] + error[1], 2)
                / (error[0] * error[0] / (n[0] - 1) + error[1] * error[1] / (n[1] - 1));
        assertThat(model.fixed().get(1).stdError()).isCloseTo(Math.sqrt(error[0] + error[1]), withinPercentage(1e-3));
        assertThat(model.fixed().get(1).df()).isCloseTo(welch, withinPercentage(1e-2));
    }

    @Test
    void anUnstructuredCovarianceOfCompleteRowsIsHotellingsTest() {
        int n = 12;
        Random normal = new Random(4);
        double[] y = normal.doubles(3 * n).toArray();
        Table table = new Table(3 * n)
                .text("g", i -> "g" + i / 3)
                .text("v", i -> "v" + i % 3)
                .number("y", i -> y[i] + 0.4 * y[i / 3 * 3]);
        FittedModel model = table.fit("y ~ 0 + v, residual = us(v | g), method = REML, df = kenward_roger");
        double[][] all = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        DegreesOfFreedom df = model.degreesOfFreedom();
        assertThat(df.ofHypothesis(all)).isCloseTo(n - 3, withinPercentage(1e-2));
        assertThat(df.scaleOfF(all)).isCloseTo((n - 3.0) / (n - 1), withinPercentage(1e-3));
        assertThat(df.ofContrast(new double[] {1, -1, 0})).isCloseTo(n - 1, withinPercentage(1e-2));
        assertThat(model.degreesOfFreedom("satterthwaite").ofContrast(new double[] {1, -1, 0}))
                .isCloseTo(n - 1, withinPercentage(1e-2));
    }

    @ParameterizedTest
    @CsvSource({
        "'(1 | g)', ', residual = homcs(t | g)'",
        "'(1 | g)', '+ (1 | g), dispersion = ~ 1'",
        "'(x | g)', '+ (x | g), dispersion = ~ 1'",
    })
    void routesAgree(String one, String other) {
        Table table = table(24, 7);
        for (String df : List.of("satterthwaite", "kenward_roger")) {
            String rest = ", method = REML, tolerance = 1e-13, df = " + df;
            FittedModel a = table.fit("y ~ x + sex + " + one + rest);
            FittedModel b = table.fit("y ~ x + sex " + other + rest);
            for (int k = 0; k < 3; k++) {
                assertThat(b.fixed().get(k).df()).isCloseTo(a.fixed().get(k).df(), withinPercentage(1e-2));
                assertThat(b.fixed().get(k).stdError())
                        .isCloseTo(a.fixed().get(k).stdError(), withinPercentage(1e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(x | g)", "(1 | visit) + (1 | g)", "(1 | site), residual = ar1(t | g)"})
    void theOrderOfRowsDoesNotMatter(String terms) {
        Table table = table(24, 5);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, table.size()).boxed().toList());
        Collections.shuffle(order, new Random(2));
        Table shuffled = table.rows(order.stream().mapToInt(Integer::intValue).toArray());
        for (String df : List.of("satterthwaite", "kenward_roger")) {
            String text = "y ~ x + sex + " + terms + ", method = REML, df = " + df;
            assertThat(shuffled.fit(text).fixed()).isEqualTo(table.fit(text).fixed());
        }
    }

    @Test
    void aStructureOfVarianceZeroHasItsVarianceAlone() {
        Table table = table(24, 5);
        Random normal = new Random(9);
        double[] noise = normal.doubles(table.size(), -1, 1).toArray();
        Table plain = new Table(table.size())
                .number("y", i -> noise[i])
                .number("x", i -> table.get("x", i))
                .number("t", i -> table.get("t", i))
                .text("g", i -> table.level("g", i))
                // nothing is left between groups of the mean of all
                .text("site", i -> "s" + i % 6);
        for (String terms : List.of("(1 | site)", "homcs(t | site)", "ar1(t | site)")) {
            FittedModel model = plain.fit("y ~ x + " + terms + ", method = REML, df = kenward_roger");
            if (model.varCorr().get(0).sdOrCorr() != 0) continue;
            assertThat(model.fixed())
                    .as(terms)
                    .allSatisfy(c -> assertThat(c.df()).isBetween(1.0, 1e6));
            assertThat(model.degreesOfFreedom("satterthwaite").ofContrast(new double[] {0, 1}))
                    .isCloseTo(table.size() - 2, withinPercentage(0.1));
        }
    }

    @Test
    void defaultsAreTold() {
        Table table = table(20, 1);
        assertThat(method(table, "y ~ x + (1 | g)")).isEqualTo("satterthwaite");
        assertThat(method(table, "y ~ x, residual = ar1(t | g), method = REML")).isEqualTo("satterthwaite");
        assertThat(method(table, "y ~ x")).isEqualTo("residual");
        assertThat(method(table, "y ~ x, dispersion = ~ sex")).isEqualTo("residual");
        assertThat(method(table, "y ~ x + (1 | g), df = none")).isEqualTo("normal");
        assertThat(method(table, "y ~ x + (1 | g), df = residual")).isEqualTo("residual");
        assertThat(method(table, "y ~ x + (1 | g), method = REML, df = Kenward_Roger"))
                .isEqualTo("kenward_roger");
        FittedModel model = table.fit("y ~ x + (1 | g), df = residual");
        assertThat(model.fixed().get(0).df()).isEqualTo(table.size() - 2.0);
    }

    private static String method(Table table, String text) {
        return table.fit(text).degreesOfFreedom().method();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "y ~ x + (1 / g), df = kenward_roger | method = REML",
                "y ~ x + (1 / g), gaussian(log), df = satterthwaite | gaussian(log)",
                "sex ~ x + (1 / g), binomial, df = satterthwaite | binomial",
                "sex ~ x + (1 / g), binomial, df = residual | df = none",
                "y ~ x + (1 / g), df = containment | satterthwaite",
            })
    void whatMeansNothingIsRefused(String text, String message) {
        Table table = table(20, 1);
        assertThatThrownBy(() -> table.fit(text.replace("/", "|")))
                .isInstanceOf(GlmmException.class)
                .hasMessageContaining(message);
    }

    @Test
    void rowsThatAreTooManyAreRefusedBeforeTheFit() {
        Table table = table(900, 1);
        assertThat(table.size()).isGreaterThan(2000);
        assertThatThrownBy(() -> table.fit(
                        "y ~ x + (1 | site) + (1 | visit), dispersion = ~ x, method = REML, df = kenward_roger"))
                .isInstanceOf(GlmmException.class)
                .hasMessageContaining("GLMM-601")
                .hasMessageContaining("df = satterthwaite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+ (x | g)", ", residual = us(t | g)", "+ (1 | site), residual = ar1(t | g)"})
    void unitsDoNotMatter(String terms) {
        Table table = table(24, 5);
        Table other = new Table(table.size())
                .number("y", i -> 1e6 * table.get("y", i))
                .number("x", i -> 1e-3 * table.get("x", i))
                .number("t", i -> table.get("t", i))
                .text("sex", i -> table.level("sex", i))
                .text("site", i -> table.level("site", i))
                .text("g", i -> table.level("g", i));
        for (String df : List.of("satterthwaite", "kenward_roger")) {
            String text = "y ~ x + sex " + terms + ", method = REML, tolerance = 1e-13, df = " + df;
            FittedModel a = table.fit(text);
            FittedModel b = other.fit(text);
            for (int k = 0; k < 3; k++)
                assertThat(b.fixed().get(k).df()).isCloseTo(a.fixed().get(k).df(), withinPercentage(1e-3));
        }
    }

    @Test
    void aModelSaysWhatItCannotGive() {
        FittedModel model = table(20, 1).fit("y ~ x + (1 | g)");
        assertThatThrownBy(() -> model.degreesOfFreedom("kenward_roger"))
                .isInstanceOf(GlmmException.class)
                .hasMessageContaining("df = kenward_roger");
        assertThat(model.degreesOfFreedom("residual").ofContrast(new double[] {0, 1}))
                .isEqualTo(model.nobs() - 2.0);
        assertThat(model.degreesOfFreedom("normal").ofContrast(new double[] {0, 1}))
                .isInfinite();
    }

    @Test
    void varianceComponentsStayThoseOfTheModel() {
        Table table = table(20, 1);
        List<VarCorr> plain = table.fit("y ~ x + (1 | g), method = REML").varCorr();
        assertThat(table.fit("y ~ x + (1 | g), method = REML, df = kenward_roger")
                        .varCorr())
                .isEqualTo(plain);
    }
}
