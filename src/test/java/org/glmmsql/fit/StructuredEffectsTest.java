package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fits with effects by position, against the covariance written down element by element. */
class StructuredEffectsTest {
    private static final int LEVELS = 20;
    /** Gaps in time, and an order of text that is not theirs. */
    private static final int[] TIMES = {1, 2, 4, 5, 10};

    /** A level without some positions has the same standard deviation as the others. */
    @Test
    void aLevelMayLackPositions() throws Exception {
        Table table = Table.csv(Path.of("src/test/resources/structures/ar1-missing-position.csv"), "t", "g");
        for (String form : List.of("ar1(t | g)", "ar1(t + 0 | g)", "ar1(0 + factor(t) | g)")) {
            FittedModel model = table.fit("y ~ 1 + " + form + ", poisson");
            assertThat(model.logLik()).isCloseTo(-588.367, within(5e-4));
            assertThat(model.varCorr()).hasSize(2);
            VarCorr sd = model.varCorr().get(0);
            assertThat(sd.sdOrCorr()).isCloseTo(0.680, within(5e-4));
            assertThat(sd.term2()).isNull();
            assertThat(model.varCorr().get(1).term1()).isEqualTo("rho");
            assertThat(model.varCorr().get(1).variance()).isNaN();
            assertThat(model.npar()).isEqualTo(3);
            String rho = String.format(
                    java.util.Locale.ROOT, "%.4f", model.varCorr().get(1).sdOrCorr());
            assertThat(org.glmmsql.sql.ModelSummary.of(model))
                    .containsPattern("g +(t|factor\\(t\\)) +0\\.\\d+ +0\\.680")
                    .contains("g: rho = " + rho.substring(0, 4));
        }
    }

    /** The log-likelihood of a gaussian model is that of a normal vector, and no neighbour of its estimates is higher. */
    @ParameterizedTest
    @CsvSource({
        "ar1(t | g), ar1",
        "homcs(t | g), homcs",
        "homdiag(0 + x | g) + (1 | g), homdiag",
        "homdiag(x | g), shared"
    })
    void theLogLikelihoodIsThatOfTheNormalLaw(String term, String kind) {
        Table table = table("gaussian", 2);
        FittedModel model = table.fit("y ~ x + " + term);
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        double[] beta = Table.estimates(model);
        double[] at = model.varCorr().stream().mapToDouble(VarCorr::sdOrCorr).toArray();
        double top = normal(beta, at, kind);
        assertThat(model.logLik()).isCloseTo(top, within(1e-8));
        for (int k = 0; k < at.length; k++) {
            for (double step : new double[] {-1e-3, 1e-3}) {
                double[] moved = at.clone();
                moved[k] += step;
                assertThat(normal(beta, moved, kind)).isLessThan(top);
            }
        }
    }

    /** Positive correlation of all positions alike is an effect of the level and one of the position in it. */
    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "poisson", "binomial"})
    void compoundSymmetryIsTwoNestedEffects(String family) {
        Table table = table(family, 3);
        String options = ", family = " + family;
        FittedModel one = table.fit("y ~ x + homcs(t | g)" + options);
        FittedModel two = table.fit("y ~ x + (1 | g) + (1 | g:t)" + options);
        assertThat(one.logLik()).isCloseTo(two.logLik(), within(1e-6));
        double variance = 0;
        for (VarCorr v : two.varCorr()) {
            variance += v.term1() != null ? v.variance() : 0;
        }
        assertThat(one.varCorr().get(0).variance()).isCloseTo(variance, within(1e-4 * variance));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "poisson", "binomial"})
    void oneStandardDeviationForFactorColumnsIsAnEffectOfEachCell(String family) {
        Table table = table(family, 3);
        String options = ", family = " + family;
        FittedModel one = table.fit("y ~ x + homdiag(0 + factor(t) | g)" + options);
        FittedModel two = table.fit("y ~ x + (1 | g:t)" + options);
        assertThat(one.logLik()).isCloseTo(two.logLik(), within(1e-7));
        assertThat(one.varCorr().get(0).sdOrCorr())
                .isCloseTo(two.varCorr().get(0).sdOrCorr(), within(1e-5));
    }

    /** rho = 0 is homdiag; the likelihood of ar1 and homcs is never below it. */
    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "poisson", "binomial"})
    void contained(String family) {
        Table table = table(family, 3);
        double independent = table.fit("y ~ x + homdiag(0 + factor(t) | g), family = " + family)
                .logLik();
        for (String structure : List.of("ar1", "homcs")) {
            FittedModel model = table.fit("y ~ x + " + structure + "(t | g), family = " + family);
            assertThat(model.logLik()).as(structure).isGreaterThan(independent - 1e-7);
        }
    }

    /** Of two positions every covariance is one of toep and ante; over whole times ou is ar1, and exp of one coordinate is ou. */
    @ParameterizedTest
    @CsvSource({
        "gaussian, 2, toep(t | g), us(0 + factor(t) | g)",
        "gaussian, 2, ante(t | g), us(0 + factor(t) | g)",
        "gaussian, 2, hetar1(t | g), cs(0 + factor(t) | g)",
        "gaussian, 5, ou(t | g), ar1(t | g)",
        "poisson, 5, ou(t | g), ar1(t | g)",
        "poisson, 5, exp(t | g), ou(t | g)",
    })
    void theSameModelInOtherWords(String family, int positions, String one, String other) {
        Table table = table(family, 3, positions, 1);
        FittedModel first = table.fit("y ~ x + " + one + ", family = " + family);
        FittedModel second = table.fit("y ~ x + " + other + ", family = " + family);
        assertThat(first.status()).as(first.message()).isEqualTo(Status.OK);
        assertThat(first.logLik()).isCloseTo(second.logLik(), within(1e-6));
    }

    /** Ranges are in the unit of the coordinates, the likelihood knows none. */
    @ParameterizedTest
    @ValueSource(strings = {"ou", "exp", "gau", "mat"})
    void unitOfTheCoordinates(String structure) {
        String text = "y ~ x + " + structure + "(t | g), poisson";
        FittedModel metres = table("poisson", 3, 5, 1000).fit(text);
        FittedModel kilometres = table("poisson", 3, 5, 1).fit(text);
        assertThat(metres.logLik()).isCloseTo(kilometres.logLik(), within(1e-7));
        VarCorr range = kilometres.varCorr().get(1);
        assertThat(range.term1()).isEqualTo("range");
        assertThat(metres.varCorr().get(1).sdOrCorr() / 1000)
                .isCloseTo(range.sdOrCorr(), within(1e-3 * range.sdOrCorr()));
    }

    /** Neither the order of the rows nor the names of the groups change a bit, and a group lacks positions for nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"ou(t | g)", "homtoep(t | g)", "toep(t | g)", "exp(t | g)", "ar1(t | g)"})
    void neitherOrderNorNamesMatter(String term) {
        double[][] all = columns("poisson", 3);
        // every distance occurs
        double[][] v = IntStream.range(0, 4)
                .mapToObj(k -> IntStream.range(0, all[2].length)
                        .filter(i -> all[2][i] <= TIMES[3])
                        .mapToDouble(i -> all[k][i])
                        .toArray())
                .toArray(double[][]::new);
        int n = v[0].length;
        Table turned = new Table(n)
                .number("y", i -> v[0][n - 1 - i])
                .number("x", i -> v[1][n - 1 - i])
                .number("t", i -> v[2][n - 1 - i])
                .text("g", i -> "h" + (int) (100 - v[3][n - 1 - i]));
        FittedModel one = table("poisson", 3, 4, 1).fit("y ~ x + " + term + ", poisson");
        FittedModel other = turned.fit("y ~ x + " + term + ", poisson");
        assertThat(other.logLik()).isEqualTo(one.logLik());
        for (int k = 0; k < one.varCorr().size(); k++) {
            assertThat(other.varCorr().get(k).sdOrCorr())
                    .isEqualTo(one.varCorr().get(k).sdOrCorr());
        }
    }

    /** Without any effect the standard deviation is 0, and the message names the term by its position. */
    @ParameterizedTest
    @ValueSource(strings = {"ar1", "homcs"})
    void noVariance(String structure) {
        Table table = new Table(120)
                .number("y", i -> i % 2 == 0 ? 3.0 : 4.0)
                .number("t", i -> 1.0 + (i / 2) % 6)
                .text("g", i -> "g" + i / 12);
        FittedModel model = table.fit("y ~ 1 + " + structure + "(t | g), poisson");
        assertThat(model.convergence().singular()).isTrue();
        assertThat(model.message()).contains("the variance of t by g is 0");
        assertThat(model.varCorr().get(0).sdOrCorr()).isZero();
        assertThat(model.varCorr().get(1).stdError()).isNaN();
    }

    /** One effect for all positions: rho runs to 1. */
    @ParameterizedTest
    @ValueSource(strings = {"ar1", "homcs"})
    void perfectCorrelation(String structure) {
        SplittableRandom random = new SplittableRandom(5);
        double[] level = random.doubles(40).map(u -> random.nextGaussian()).toArray();
        Table table = new Table(40 * 12)
                .number("y", i -> Math.rint(Math.exp(2 + 0.8 * level[i / 12]) + (i % 2 - 0.5)))
                .number("t", i -> 1.0 + (i / 2) % 6)
                .text("g", i -> "g" + i / 12);
        FittedModel model = table.fit("y ~ 1 + " + structure + "(t | g), poisson");
        FittedModel one = table.fit("y ~ 1 + (1 | g), poisson");
        assertThat(model.logLik()).isCloseTo(one.logLik(), within(1e-4));
        assertThat(model.convergence().singular()).as(model.message()).isTrue();
        assertThat(model.message()).contains("the correlation of the effects t by g is at its end, 1");
    }

    /** Of two coefficients it is the unstructured model by other parameters, which is not to cost more. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sleepstudy; Reaction ~ Days + %s(Days | Subject)",
                "sim_poisson_slope; y ~ x + %s(x | g), poisson",
                "Contraception; use ~ age + I(age^2) + %s(urban | district), binomial"
            })
    void compoundSymmetryOfTwoTakesNoMoreEvaluations(String data, String model) throws Exception {
        Path file = Path.of("src/test/resources/reference").resolve(data).resolve("data.csv");
        Table table = Table.csv(file, "Subject", "g", "woman", "district", "use", "livch", "urban");
        FittedModel us = table.fit(String.format(model, "us"));
        FittedModel cs = table.fit(String.format(model, "cs"));
        assertThat(cs.logLik()).isCloseTo(us.logLik(), within(1e-7));
        assertThat(cs.convergence().evaluations())
                .isLessThanOrEqualTo(us.convergence().evaluations());
    }

    /** Each level has one position: nothing says how two of them are correlated. */
    @Test
    void correlationsWithoutPairsAreNotDetermined() {
        Table table = new Table(200)
                .number("y", i -> Math.sin(i) + Math.cos(i / 5 * 3))
                .number("t", i -> i / 5 % 2 + 1.0)
                .text("g", i -> "g" + i / 5);
        FittedModel model = table.fit("y ~ 1 + homcs(t | g)");
        assertThat(model.status()).isEqualTo(Status.NOT_IDENTIFIED);
        assertThat(model.message()).contains("the rho of the effects by g");
    }

    @Test
    void wrongPositionsAreErrors() {
        Table table = table("gaussian", 1);
        assertThatThrownBy(() -> table.fit("y ~ x + ar1(x + t | g)"))
                .isInstanceOf(GlmmException.class)
                .hasMessageContaining("expected one variable left of |")
                .hasMessageContaining("ar1(t | group)");
        assertThatThrownBy(() -> table.fit("y ~ x + ar1(x | g)"))
                .isInstanceOf(GlmmException.class)
                .hasMessageContaining("expected whole numbers");
    }

    /** The rows at the first positions, in another unit. */
    private static Table table(String family, int trials, int positions, double unit) {
        double[][] v = columns(family, trials);
        int[] rows = IntStream.range(0, v[0].length)
                .filter(i -> v[2][i] <= TIMES[positions - 1])
                .toArray();
        return new Table(rows.length)
                .number("y", i -> v[0][rows[i]])
                .number("x", i -> v[1][rows[i]])
                .number("t", i -> unit * v[2][rows[i]])
                .text("g", i -> "g" + (int) v[3][rows[i]]);
    }

    /** A series of so many steps has no room, which is told with what takes it. */
    @Test
    void aLongSeriesIsForResiduals() {
        Table table = new Table(60_000)
                .number("y", i -> (double) (i * 7919 % 101))
                .number("t", i -> (double) i)
                .text("g", i -> "g");
        assertThatThrownBy(() -> table.fit("y ~ 1 + ar1(t | g)"))
                .isInstanceOf(GlmmException.class)
                .hasMessageStartingWith("GLMM-601: ar1(t | g) has 60000 positions, and each of 60000 rows")
                .hasMessageContaining("residual = ar1, ou and ante");
        assertThat(table.fit("y ~ 1, residual = ar1(t | g)").status()).isEqualTo(Status.OK);
    }

    /** Rows of unequal numbers of positions. */
    private static Table table(String family, int trials) {
        double[][] v = columns(family, trials);
        return new Table(v[0].length)
                .number("y", i -> v[0][i])
                .number("x", i -> v[1][i])
                .number("t", i -> v[2][i])
                .text("g", i -> "g" + (int) v[3][i]);
    }

    /** y, x, t, g. @param repeats rows of a position */
    private static double[][] columns(String family, int repeats) {
        SplittableRandom random = new SplittableRandom(11);
        double[][] v = new double[4][LEVELS * TIMES.length * repeats];
        int n = 0;
        for (int g = 0; g < LEVELS; g++) {
            double effect = 0.8 * random.nextGaussian();
            double slope = 0.5 * random.nextGaussian();
            for (int k = 0; k < TIMES.length; k++) {
                effect = 0.6 * effect + 0.6 * random.nextGaussian();
                if ((g + k) % 4 == 0) continue;
                for (int r = 0; r < repeats; r++, n++) {
                    double x = random.nextGaussian();
                    double eta = 0.5 + (0.3 + slope) * x + effect;
                    v[0][n] = switch (family) {
                        case "gaussian" -> eta + 0.4 * random.nextGaussian();
                        case "poisson" -> poisson(Math.exp(eta), random);
                        default -> random.nextDouble() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
                    };
                    v[1][n] = x;
                    v[2][n] = TIMES[k];
                    v[3][n] = g;
                }
            }
        }
        int rows = n;
        return IntStream.range(0, 4)
                .mapToObj(k -> java.util.Arrays.copyOf(v[k], rows))
                .toArray(double[][]::new);
    }

    private static int poisson(double mean, SplittableRandom random) {
        double product = random.nextDouble();
        int count = 0;
        for (; product > Math.exp(-mean); count++) {
            product *= random.nextDouble();
        }
        return count;
    }

    /** log N(y; X beta, V), V element by element. */
    private static double normal(double[] beta, double[] at, String kind) {
        double[][] v = columns("gaussian", 2);
        int n = v[0].length;
        DMatrixRMaj covariance = new DMatrixRMaj(n, n);
        DMatrixRMaj rest = new DMatrixRMaj(n, 1);
        double residual = at[at.length - 1];
        for (int i = 0; i < n; i++) {
            rest.set(i, 0, v[0][i] - beta[0] - beta[1] * v[1][i]);
            for (int j = 0; j < n; j++) {
                double gap = Math.abs(v[2][i] - v[2][j]);
                double product = v[1][i] * v[1][j];
                double within = switch (kind) {
                    case "ar1" -> at[0] * at[0] * Math.pow(at[1], gap);
                    case "homcs" -> at[0] * at[0] * (gap == 0 ? 1 : at[1]);
                    case "homdiag" -> at[0] * at[0] * product + at[1] * at[1];
                    default -> at[0] * at[0] * (1 + product);
                };
                covariance.set(i, j, (v[3][i] == v[3][j] ? within : 0) + (i == j ? residual * residual : 0));
            }
        }
        DMatrixRMaj solved = new DMatrixRMaj(n, 1);
        CommonOps_DDRM.solve(covariance, rest, solved);
        double logDet = 0;
        var cholesky = org.ejml.dense.row.factory.DecompositionFactory_DDRM.chol(n, true);
        cholesky.decompose(covariance.copy());
        DMatrixRMaj lower = cholesky.getT(null);
        for (int i = 0; i < n; i++) {
            logDet += 2 * Math.log(lower.get(i, i));
        }
        return -0.5 * (n * Math.log(2 * Math.PI) + logDet + CommonOps_DDRM.dot(rest, solved));
    }
}
