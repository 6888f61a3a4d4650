package org.glmmsql.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.glmmsql.family.Density.ALL;
import static org.glmmsql.family.Density.DISPERSION;
import static org.glmmsql.family.Density.L;
import static org.glmmsql.family.Density.L_ETA;
import static org.glmmsql.family.Density.L_ETA2;
import static org.glmmsql.family.Density.L_ETA2_TAU;
import static org.glmmsql.family.Density.L_ETA3;
import static org.glmmsql.family.Density.L_ETA_TAU;
import static org.glmmsql.family.Density.L_TAU;
import static org.glmmsql.family.Density.NEWTON;
import static org.glmmsql.family.Density.ROWS;
import static org.glmmsql.family.Density.THIRD;
import static org.glmmsql.family.Density.VALUE;
import static org.glmmsql.special.Differences.assertDerivative;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DensityTest {
    private static final double[] LINE = {
        -800, -300, -100, -40, -20, -12.005, -11.995, -5, -1, -0.1, 0, 0.3, 0.9, 2, 5, 6.7, 7, 11.995, 12.005, 36, 100,
        300, 800
    };
    private static final double[] NEGATIVE = {-800, -300, -40, -5, -1, -0.3, -0.01};
    private static final double[] UNIT = {1e-6, 0.01, 0.3, 0.5, 0.9, 0.999};
    private static final double[] POSITIVE = {1e-3, 0.1, 0.7, 1, 3, 40, 300, 800};

    private static final Map<String, double[]> RESPONSES = Map.of(
            "gaussian", new double[] {-3, 0, 0.5, 40},
            "binomial", new double[] {0, 1, 0.3},
            "poisson", new double[] {0, 1, 7, 250_000},
            "Gamma", new double[] {1e-3, 0.8, 1, 50},
            "inverse.gaussian", new double[] {1e-3, 0.8, 1, 50});

    static Stream<Arguments> familiesAndLinks() {
        return Families.names().stream()
                .flatMap(family -> Families.byName(family).links().stream().map(link -> Arguments.of(family, link)));
    }

    private static double[] etas(String family, String link) {
        return switch (link) {
            case "log" -> family.equals("binomial") ? NEGATIVE : LINE;
            case "identity" -> family.equals("gaussian") ? LINE : family.equals("binomial") ? UNIT : POSITIVE;
            case "inverse", "sqrt", "1/mu^2" -> POSITIVE;
            default -> LINE;
        };
    }

    /** Distance over which the functions change by their own size: differences take steps much smaller. */
    private static double reach(double[] etas, double eta) {
        return etas == UNIT
                ? Math.min(eta, 1 - eta)
                : etas == LINE
                        ? (Math.abs(eta) < 4 || Math.abs(eta) > 200 ? 1 : 0.1)
                        : etas == NEGATIVE ? Math.min(1, -eta) : eta;
    }

    /** Size of the terms of log f that cancel; none where log f is a tail of a binomial link. */
    private static double terms(String family, double y, double mu) {
        double r = Math.abs(y / mu);
        return switch (family) {
            case "binomial" -> 0;
            case "inverse.gaussian" -> (1 + r) * (1 + r) / y;
            case "Gamma" -> 1 + r;
            case "poisson" -> y + Math.min(mu, 1e6);
            default -> (1 + Math.abs(y)) * (1 + Math.min(Math.abs(mu), 1e6));
        };
    }

    private static double[] evaluate(Density density, double y, double w, double eta, double tau) {
        double[][] out = new double[ROWS][1];
        density.evaluate(0, 1, new double[] {y}, new double[] {w}, new double[] {eta}, new double[] {tau}, ALL, out);
        return Arrays.stream(out).mapToDouble(row -> row[0]).toArray();
    }

    private static double logDensity(Density density, double y, double w, double eta, double tau) {
        return evaluate(density, y, w, eta, tau)[L] + density.logConstant(y, w);
    }

    @ParameterizedTest
    @MethodSource("familiesAndLinks")
    void concavityIsAsSaid(String family, String link) {
        Density density = Families.byName(family).density(link);
        boolean concave = true;
        for (double y : RESPONSES.get(family))
            for (double eta : etas(family, link)) {
                double[] at = evaluate(density, y, 1, eta, 0);
                if (at[L] > Double.NEGATIVE_INFINITY) concave &= !(at[L_ETA2] > 1e-9);
            }
        assertThat(density.concave()).isEqualTo(concave);
    }

    @ParameterizedTest
    @MethodSource("familiesAndLinks")
    void everyDerivativeEqualsDifferences(String family, String link) {
        Density density = Families.byName(family).density(link);
        double[] etas = etas(family, link);
        int compared = 0;
        for (double y : RESPONSES.get(family)) {
            for (double w : new double[] {1, 10, 0.4}) {
                for (double eta : etas) {
                    for (double tau : new double[] {0, -6, 1.5}) {
                        double[] at = evaluate(density, y, w, eta, tau);
                        if (!(Math.abs(at[L]) < 1e200)) {
                            continue;
                        }
                        String where = family + "(" + link + ") y=" + y + " w=" + w + " tau=" + tau + " row ";
                        double reach = reach(etas, eta);
                        double terms = w
                                * Math.exp(-tau)
                                * terms(
                                        family,
                                        y,
                                        Families.byName(family).link(link).mu(eta));
                        for (int row = L; row <= L_ETA2; row++) {
                            int f = row;
                            assertDerivative(
                                    where + (f + 1),
                                    at[f + 1],
                                    x -> evaluate(density, y, w, x, tau)[f],
                                    eta,
                                    1e-3 * reach,
                                    terms / Math.pow(reach, f));
                            assertDerivative(
                                    where + (f + L_TAU),
                                    at[f + L_TAU],
                                    x -> evaluate(density, y, w, eta, x)[f],
                                    tau,
                                    1e-3,
                                    terms / Math.pow(reach, f));
                        }
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("familiesAndLinks")
    void nothingIsNotANumberWithinTheRange(String family, String link) {
        Density density = Families.byName(family).density(link);
        for (double y : RESPONSES.get(family)) {
            for (double eta : etas(family, link)) {
                double[] at = evaluate(density, y, 1, eta, 0);
                assertThat(at[L]).as("y=%s eta=%s", y, eta).isNotNaN().isLessThan(Double.POSITIVE_INFINITY);
                if (at[L] > Double.NEGATIVE_INFINITY) {
                    assertThat(at).as("y=%s eta=%s", y, eta).doesNotContain(Double.NaN);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "binomial, log, 0.1",
        "binomial, identity, -0.1",
        "binomial, identity, 1.1",
        "poisson, identity, -1",
        "poisson, sqrt, -1",
        "Gamma, inverse, -1",
        "Gamma, identity, 0",
        "inverse.gaussian, 1/mu^2, -0.5",
        "gaussian, inverse, 0"
    })
    void outsideTheRangeOfTheMeanTheDensityIsZero(String family, String link, double eta) {
        Density density = Families.byName(family).density(link);
        for (double y : new double[] {0, 1}) {
            assertThat(evaluate(density, y, 1, eta, 0)[L]).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(evaluate(density, y, 0, eta, 0)).containsOnly(0);
        }
    }

    @ParameterizedTest
    @MethodSource("familiesAndLinks")
    void rowsOfWeightZeroGiveZeroAndRowsNotAskedForStay(String family, String link) {
        Density density = Families.byName(family).density(link);
        double eta = etas(family, link)[2];
        double[] y = RESPONSES.get(family);
        int n = y.length;
        double[] w = IntStream.range(0, n).mapToDouble(i -> i == 1 ? 0 : 1).toArray();
        double[] etas = IntStream.range(0, n).mapToDouble(i -> eta).toArray();
        for (int want : new int[] {VALUE, NEWTON, THIRD, VALUE | NEWTON, ALL}) {
            double[][] out = new double[ROWS][n];
            for (double[] row : out) {
                Arrays.fill(row, 17);
            }
            density.evaluate(0, n, y, w, etas, new double[n], want, out);
            int[] asked = IntStream.of(
                            (want & VALUE) != 0 ? L : -1,
                            (want & NEWTON) != 0 ? L_ETA : -1,
                            (want & NEWTON) != 0 ? L_ETA2 : -1,
                            (want & THIRD) != 0 ? L_ETA3 : -1,
                            (want & DISPERSION) != 0 ? L_TAU : -1,
                            (want & DISPERSION) != 0 ? L_ETA_TAU : -1,
                            (want & DISPERSION) != 0 ? L_ETA2_TAU : -1)
                    .filter(i -> i >= 0)
                    .toArray();
            for (int row = 0; row < ROWS; row++) {
                int r = row;
                if (IntStream.of(asked).anyMatch(a -> a == r)) {
                    assertThat(out[row][1]).isZero();
                    assertThat(out[row][0]).isEqualTo(evaluate(density, y[0], 1, eta, 0)[row]);
                } else {
                    assertThat(out[row]).containsOnly(17);
                }
            }
        }
        assertThat(density.logConstant(Double.NaN, 0)).isZero();
    }

    @Test
    void logDensitiesEqualTheDistributions() {
        double logPhi = 0.4;
        double phi = Math.exp(logPhi);
        for (double eta : new double[] {-2.5, -0.3, 0, 1.7}) {
            double mu = Math.exp(eta);
            double p = 1 / (1 + Math.exp(-eta));
            Density poisson = Families.byName("poisson").density("log");
            for (int y : new int[] {0, 1, 4, 90}) {
                assertThat(logDensity(poisson, y, 1, eta, 0))
                        .isCloseTo(PoissonDistribution.of(mu).logProbability(y), within(1e-10));
            }
            Density binomial = Families.byName("binomial").density("logit");
            for (int y : new int[] {0, 1, 4, 9, 10}) {
                assertThat(logDensity(binomial, y / 10.0, 10, eta, 0))
                        .isCloseTo(BinomialDistribution.of(10, p).logProbability(y), within(1e-10));
            }
            Density gamma = Families.byName("Gamma").density("log");
            Density gaussian = Families.byName("gaussian").density("identity");
            Density inverseGaussian = Families.byName("inverse.gaussian").density("log");
            for (double y : new double[] {0.02, 0.8, 3}) {
                for (double w : new double[] {1, 2.5}) {
                    assertThat(logDensity(gamma, y, w, eta, logPhi))
                            .isCloseTo(
                                    GammaDistribution.of(w / phi, mu * phi / w).logDensity(y), within(1e-10));
                    assertThat(logDensity(gaussian, y, w, eta, logPhi))
                            .isCloseTo(
                                    NormalDistribution.of(eta, Math.sqrt(phi / w))
                                            .logDensity(y),
                                    within(1e-10));
                    double definition = 0.5 * Math.log(w / (2 * Math.PI * phi * y * y * y))
                            - w * (y - mu) * (y - mu) / (2 * phi * mu * mu * y);
                    assertThat(logDensity(inverseGaussian, y, w, eta, logPhi)).isCloseTo(definition, within(1e-10));
                }
            }
        }
    }

    /** R 4.2.2, with log = TRUE; the call is in the comment. */
    @Test
    void logDensitiesEqualThoseOfR() {
        Density binomial = Families.byName("binomial").density("logit");
        Density poisson = Families.byName("poisson").density("log");
        // dbinom(4, 10, plogis(-0.3)), dbinom(1000, 1e5, 0.0123)
        assertThat(logDensity(binomial, 0.4, 10, -0.3, 0)).isCloseTo(-1.396444913967803, within(1e-14));
        double eta = Families.byName("binomial").link("logit").eta(0.0123);
        assertThat(logDensity(binomial, 0.01, 1e5, eta, 0)).isCloseTo(-27.621291203035547, within(1e-10));
        // dpois(3, exp(0.7)), dpois(1e9, 1e9)
        assertThat(logDensity(poisson, 3, 1, 0.7, 0)).isCloseTo(-1.705512176698532, within(1e-14));
        assertThat(logDensity(poisson, 1e9, 1, Math.log(1e9), 0)).isCloseTo(-11.280571451761210, within(1e-12));
        // dgamma(0.8, shape = 2.5 / exp(0.4), scale = exp(1.7) * exp(0.4) / 2.5), dnorm(0.8, 1.7, sqrt(exp(0.4) / 2.5))
        assertThat(logDensity(Families.byName("Gamma").density("log"), 0.8, 2.5, 1.7, 0.4))
                .isCloseTo(-2.278752601906432, within(1e-14));
        assertThat(logDensity(Families.byName("gaussian").density("identity"), 0.8, 2.5, 1.7, 0.4))
                .isCloseTo(-1.339492213878680, within(1e-14));
    }

    @Test
    void probabilitiesOfCountsSumToOne() {
        for (String link : Families.byName("poisson").links()) {
            Density density = Families.byName("poisson").density(link);
            double eta = Families.byName("poisson").link(link).eta(4.2);
            double sum = IntStream.range(0, 100)
                    .mapToDouble(y -> Math.exp(logDensity(density, y, 1, eta, 0)))
                    .sum();
            assertThat(sum).as(link).isCloseTo(1, within(1e-13));
        }
        for (String link : Families.byName("binomial").links()) {
            Density density = Families.byName("binomial").density(link);
            double eta = Families.byName("binomial").link(link).eta(0.3);
            double sum = IntStream.rangeClosed(0, 25)
                    .mapToDouble(y -> Math.exp(logDensity(density, y / 25.0, 25, eta, 0)))
                    .sum();
            assertThat(sum).as(link).isCloseTo(1, within(1e-13));
        }
    }

    /** log f at its maximum, mu = y, is -log(2 pi y)/2 - 1/(12 y): terms of size 2e10 must not leave their rounding. */
    @Test
    void countsOfABillionKeepTheirDigits() {
        Density density = Families.byName("poisson").density("log");
        double y = 1e9;
        assertThat(logDensity(density, y, 1, Math.log(y), 0))
                .isCloseTo(-0.5 * Math.log(2 * Math.PI * y) - 1 / (12 * y), within(1e-12));
        // four standard deviations off: -z^2/2 and a little skewness
        double eta = Math.log(y) + Math.log1p(4 / Math.sqrt(y));
        assertThat(logDensity(density, y, 1, eta, 0) - logDensity(density, y, 1, Math.log(y), 0))
                .isCloseTo(y * Math.log1p(4 / Math.sqrt(y)) - 4 * Math.sqrt(y), within(1e-6));
        Density binomial = Families.byName("binomial").density("logit");
        assertThat(logDensity(binomial, 0.5, 1e9, 0, 0))
                .isCloseTo(-0.5 * Math.log(Math.PI * 0.5e9) - 1 / 4e9, within(1e-6));
    }

    @Test
    void aLargeCountMeetsTheSmallOnes() {
        Density density = Families.byName("poisson").density("log");
        for (double y : new double[] {99_999, 100_000}) {
            for (double mu : new double[] {1, 9e4, 1e5, 1.1e5, 1e7}) {
                double exact = y * Math.log(mu) - mu - org.apache.commons.numbers.gamma.LogGamma.value(y + 1);
                assertThat(logDensity(density, y, 1, Math.log(mu), 0)).isCloseTo(exact, within(1e-8));
            }
        }
    }

    @Test
    void tailsOfTheBinomialLinksAreKnownAsymptotically() {
        assertThat(success("probit", -800))
                .isCloseTo(-320_000 - Math.log(800) - 0.5 * Math.log(2 * Math.PI) - 1 / 640_000.0, within(1e-9));
        assertThat(success("cauchit", -800)).isCloseTo(Math.log(Math.atan(1 / 800.0) / Math.PI), within(1e-12));
        assertThat(success("cloglog", -800)).isEqualTo(-800);
        assertThat(success("logit", -800)).isEqualTo(-800);
        assertThat(success("log", -800)).isEqualTo(-800);
        assertThat(success("loglog", -6)).isCloseTo(-Math.exp(6), within(1e-12));
        for (String link : new String[] {"logit", "probit", "cloglog", "loglog"}) {
            assertThat(success(link, 800)).as(link).isCloseTo(0, within(Double.MIN_NORMAL));
        }
    }

    private static double success(String link, double eta) {
        return evaluate(Families.byName("binomial").density(link), 1, 1, eta, 0)[L];
    }

    @Test
    void handWrittenKernelsEqualTheComposition() {
        LogLink log = new LogLink();
        assertSame(new LogitKernel(), new BinomialKernel(new LogitLink()), RESPONSES.get("binomial"));
        assertSame(
                new PoissonLogKernel(),
                new ComposedKernel(PoissonFamily::kernel, log::logMean, true),
                RESPONSES.get("poisson"));
        assertSame(
                new GammaLogKernel(),
                new ComposedKernel(GammaFamily::kernel, log::logMean, true),
                RESPONSES.get("Gamma"));
        assertSame(
                new GaussianIdentityKernel(),
                new ComposedKernel(GaussianFamily::kernel, new IdentityLink()::mean, true),
                RESPONSES.get("gaussian"));
    }

    /** log(1 + e^-|eta|) to the last digits, relative to itself. */
    @Test
    void theLogitKernelKeepsItsDigitsInTheTail() {
        Density density = Families.byName("binomial").density("logit");
        for (double eta = 0; eta < 60; eta += 0.0137) {
            double expected = -Math.log1p(Math.exp(-eta));
            assertThat(evaluate(density, 0, 1, -eta, 0)[L]).isCloseTo(expected, within(-6e-16 * expected));
        }
    }

    private static void assertSame(Kernel hand, Kernel generic, double[] responses) {
        double[] etas = Arrays.stream(LINE).filter(eta -> Math.abs(eta) < 700).toArray();
        for (double y : responses) {
            double[] ys = new double[etas.length];
            Arrays.fill(ys, y);
            double[][] a = new double[ROWS][etas.length];
            double[][] b = new double[ROWS][etas.length];
            hand.evaluate(0, etas.length, ys, etas, VALUE | NEWTON | THIRD, a);
            generic.evaluate(0, etas.length, ys, etas, VALUE | NEWTON | THIRD, b);
            for (int row = L; row <= L_ETA3; row++) {
                for (int j = 0; j < etas.length; j++) {
                    assertThat(a[row][j])
                            .as("%s y=%s eta=%s row %s", hand, y, etas[j], row)
                            .isCloseTo(b[row][j], within(1e-15 + 1e-14 * Math.abs(b[row][j])));
                }
            }
        }
    }
}
