package org.glmmsql.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.glmmsql.family.LogDensity.L;
import static org.glmmsql.family.LogDensity.L_ETA2;
import static org.glmmsql.family.LogDensity.L_ETA3;
import static org.glmmsql.special.Differences.assertDerivative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.glmmsql.design.Response;
import org.glmmsql.error.GlmmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

public class DensityTest {
    private static final double[] LINE = {
        -800, -300, -100, -40, -20, -12.005, -11.995, -5, -1, -0.1, 0, 0.3, 0.9, 2, 5, 6.7, 7, 11.995, 12.005, 36, 100,
        300, 800
    };
    private static final double[] NEGATIVE = {-800, -300, -40, -5, -1, -0.3, -0.01};
    private static final double[] UNIT = {1e-6, 0.01, 0.3, 0.5, 0.9, 0.999};
    private static final double[] POSITIVE = {1e-3, 0.1, 0.7, 1, 3, 40, 300, 800};

    private static final double[] RESPONSES = {-3, 0, 1e-3, 0.3, 0.45, 0.8, 1, 7, 40, 250_000};

    /** Those that a family takes. */
    private static double[] responses(Family family) {
        // no rating has thousands of categories
        return Arrays.stream(RESPONSES)
                .filter(y -> takes(family, y) && !(family.ofCategories() && y > 100))
                .toArray();
    }

    private static boolean takes(Family family, double y) {
        try {
            family.priorWeights(new Response("y", new double[] {y}, null, false), new double[] {10});
            return true;
        } catch (GlmmException e) {
            return false;
        }
    }

    static Stream<Arguments> familiesAndLinks() {
        return Catalogue.families().flatMap(family -> family.links().stream().map(link -> Arguments.of(family, link)));
    }

    private static double[] etas(Family family, String link) {
        if (family.linksOfTheWholeLine().contains(link)) return LINE;
        return family.ofTrials() ? link.equals("log") ? NEGATIVE : UNIT : POSITIVE;
    }

    /** Distance over which the functions change by their own size: differences take steps much smaller. */
    private static double reach(double[] etas, double eta) {
        return etas == UNIT
                ? Math.min(eta, 1 - eta)
                : etas == LINE
                        ? (Math.abs(eta) < 4 || Math.abs(eta) > 200 ? 1 : 0.1)
                        : etas == NEGATIVE ? Math.min(1, -eta) : eta;
    }

    /** Distances over which a density changes by each of its predictors, where the mean's link has this one. */
    private static double[] reaches(Family family, String name, double y, double[] predictors, double byLink) {
        double[] reach = new double[predictors.length];
        Arrays.fill(reach, 1);
        reach[0] = byLink;
        if (exponential(family) || family.isApart(y)) return reach;
        Link link = family.link(name);
        double mu = link.mu(predictors[0]);
        double[] others = Arrays.copyOfRange(predictors, 1, predictors.length);
        double sd = Math.sqrt(family.variance(mu, others));
        switch (family.name()) {
            case "t":
                // narrower than its standard deviation, which it may not have, and with the largest weight
                sd = 0.3 * Math.exp(predictors[1] + 0.5 * Math.min(0, predictors[2]));
                break;
            case "skewnormal":
                reach[2] = 1 / (1 + 4 * Math.abs(y - mu) / sd);
                break;
            case "tweedie":
                // with so many summands, and of a power of y and of the mean
                reach[1] = reach[2] = 1 / (1 + Math.exp(-predictors[2]));
                reach[2] /= 1
                        + Math.abs(Math.log(Math.min(Math.max(mu, Double.MIN_NORMAL), Double.MAX_VALUE)))
                        + Math.abs(Math.log(Math.max(y, 1e-3)));
                break;
            default:
        }
        boolean line = family.linksOfTheWholeLine().contains("identity");
        double slope = Math.abs(link.muEta(predictors[0]));
        if (family.ofCounts()) {
            if (mu > 1e-3 && mu < 1e6) reach[0] = Math.min(byLink, sd / slope);
        } else if (mu < Double.POSITIVE_INFINITY && (line || family.name().equals("lognormal"))) {
            reach[0] = Math.min(byLink, Math.max(0.3 * sd, Math.abs(y - mu)) / slope);
        }
        return reach;
    }

    /** Whether generalized Poisson counts end next to here: of a phi just below 1 those far above the mean. */
    private static boolean endsHere(Family family, double y, double mu, double tau) {
        return family.name().contains("genpois") && tau == 0 && mu < 2e-3 + 0.05 * y;
    }

    /** Whether it is an exponential dispersion model, zeros beside it or not. */
    private static boolean exponential(Family family) {
        return !truncated(family)
                && family.parameters().stream()
                        .skip(1)
                        .filter(p -> !(family instanceof HurdleFamily) || p != WithZerosFamily.ZERO)
                        .allMatch(Parameter::scale);
    }

    private static boolean truncated(Family family) {
        return family.ofCounts() && family.excludesZero();
    }

    /** Size of the terms of log f that cancel; none where log f is a tail of a binomial link. */
    private static double terms(Family family, double y, double eta, double mu, double tau) {
        if (family.isApart(y)) return 0;
        double r = Math.abs(y / mu);
        // squares of differences of logarithms
        if (family.name().equals("lognormal"))
            return (1 + Math.pow(Math.log(y), 2)) * (1 + mu * mu * Math.exp(-2 * tau));
        double most = (1 + Math.abs(y)) * (1 + Math.min(Math.abs(mu), 1e6));
        if (truncated(family)) most += Math.abs(eta);
        // rates are powers nu of about the mean, and derivatives by log nu have squares of its logarithm, twice: of y
        // and of the sums
        if (family.name().contains("compois")) most *= 2 * Math.pow(1 + Math.log1p(Math.min(mu, 1e6)), 2);
        // thresholds are told apart by log-odds, which a tail of the cauchit has next to each other
        double tail = family.ofCategories() ? 1 / Math.min(mu, 1 - mu) : 0;
        if (tail > 100 && tail < 1e4) return most * tail;
        return !exponential(family)
                ? most
                : switch (family.name()) {
                    case "binomial" -> 0;
                    case "inverse.gaussian" -> (1 + r) * (1 + r) / y;
                    case "Gamma" -> 1 + r;
                    case "poisson" -> y + Math.min(mu, 1e6);
                    default -> most;
                };
    }

    /** All derivatives with effects on the mean alone, the other predictors at tau. */
    private static double[] evaluate(LogDensity density, double y, double w, double eta, double tau) {
        return evaluate(density, y, w, at(density, eta, tau), Want.all(1));
    }

    private static double[] at(LogDensity density, double eta, double tau) {
        // thresholds have their order
        if (density instanceof CumulativeDensity || density instanceof CumulativeLogitDensity)
            return new double[] {eta, 0.7 + tau, tau - 0.4};
        double[] predictors = new double[density.predictors()];
        // of two cutpoints the second is above the first
        Arrays.setAll(predictors, s -> s < 3 ? tau : tau + 0.3);
        predictors[0] = eta;
        return predictors;
    }

    private static double[] evaluate(LogDensity density, double y, double w, double[] predictors, Want want) {
        double[][] out = new double[Want.places(density.predictors())][1];
        double[][] eta =
                Arrays.stream(predictors).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
        density.evaluate(0, 1, new double[] {y}, new double[] {w}, eta, want, out);
        return Arrays.stream(out).mapToDouble(row -> row[0]).toArray();
    }

    private static double logDensity(LogDensity density, double y, double w, double eta, double tau) {
        return evaluate(density, y, w, eta, tau)[L] + density.logConstant(y, w);
    }

    @ParameterizedTest
    @MethodSource("familiesAndLinks")
    void concavityIsAsSaid(Family family, String link) {
        LogDensity density = family.density(link);
        boolean concave = true;
        // of several trials: one is a Bernoulli trial in any family
        double w = family.ofTrials() ? 10 : 1;
        for (double y : responses(family))
            for (double eta : etas(family, link))
                for (double tau : new double[] {0, -3, 1.5, 2}) {
                    double[] at = evaluate(density, y, w, eta, tau);
                    if (at[L] > Double.NEGATIVE_INFINITY) concave &= !(at[L_ETA2] > 1e-9 * Math.exp(-tau));
                }
        assertThat(density.concave(1)).isEqualTo(concave);
    }

    /** Those of the mean alone, and of all predictors together: each derivative is the slope of the one before it. */
    @ParameterizedTest
    @MethodSource("familiesAndLinks")
    void everyDerivativeEqualsDifferences(Family family, String link) {
        LogDensity density = family.density(link);
        double[] etas = etas(family, link);
        int all = (1 << density.predictors()) - 1;
        int compared = 0;
        for (double y : responses(family)) {
            for (double w : new double[] {1, 10, 0.4}) {
                for (double eta : etas) {
                    for (double tau : new double[] {0, -6, 1.5}) {
                        double[] predictors = at(density, eta, tau);
                        if (!(Math.abs(evaluate(density, y, w, eta, tau)[L]) < 1e200)) {
                            continue;
                        }
                        double scale = family.hasDispersion() ? Math.exp(-tau) : Math.exp(Math.abs(tau));
                        double terms = w
                                * scale
                                * terms(family, y, eta, family.link(link).mu(eta), tau);
                        String where =
                                family.name() + "(" + link + ") y=" + y + " w=" + w + " eta=" + eta + " tau=" + tau;
                        double[] reach = reaches(family, link, y, predictors, reach(etas, eta));
                        // counts of hardly any variance change within less than differences can tell
                        if (reach[0] < 1e-3 * Math.min(1, reach(etas, eta)) && family.ofCounts()
                                || endsHere(family, y, family.link(link).mu(eta), tau)) continue;
                        compare(where, density, y, w, predictors, Want.all(1), reach, terms);
                        compare(where, density, y, w, predictors, Want.all(all), reach, terms);
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(50);
    }

    private static void compare(
            String where,
            LogDensity density,
            double y,
            double w,
            double[] predictors,
            Want want,
            double[] reach,
            double terms) {
        double[] at = evaluate(density, y, w, predictors, want);
        List<Integer> asked =
                Arrays.stream(want.rows(predictors.length)).boxed().toList();
        for (int[] variables : derivatives(predictors.length)) {
            for (int s = 0; s < predictors.length; s++) {
                int[] further = Arrays.copyOf(variables, variables.length + 1);
                further[variables.length] = s;
                if (!asked.contains(place(variables)) || !asked.contains(place(further))) {
                    continue;
                }
                int predictor = s;
                double size = terms;
                for (int v : variables) size /= reach[v];
                assertDerivative(
                        where + " by " + Arrays.toString(further),
                        at[place(further)],
                        x -> {
                            double[] moved = predictors.clone();
                            moved[predictor] = x;
                            return evaluate(density, y, w, moved, want)[place(variables)];
                        },
                        predictors[s],
                        1e-3 * reach[s],
                        size);
            }
        }
    }

    /** Variables of all derivatives to the second order. */
    private static List<int[]> derivatives(int predictors) {
        List<int[]> result = new ArrayList<>(List.of(new int[0]));
        for (int s = 0; s < predictors; s++) {
            result.add(new int[] {s});
            for (int u = 0; u <= s; u++) result.add(new int[] {s, u});
        }
        return result;
    }

    private static int place(int[] v) {
        return switch (v.length) {
            case 0 -> L;
            case 1 -> Want.place(v[0]);
            case 2 -> Want.place(v[0], v[1]);
            default -> Want.place(v[0], v[1], v[2]);
        };
    }

    @ParameterizedTest
    @MethodSource("familiesAndLinks")
    void nothingIsNotANumberWithinTheRange(Family family, String link) {
        LogDensity density = family.density(link);
        Want want = Want.all((1 << density.predictors()) - 1);
        for (double y : responses(family)) {
            for (double eta : etas(family, link)) {
                double[] at = evaluate(density, y, 1, at(density, eta, 0), want);
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
        LogDensity density = Families.byName(family).density(link);
        for (double y : new double[] {0, 1}) {
            assertThat(evaluate(density, y, 1, eta, 0)[L]).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(evaluate(density, y, 0, eta, 0)).containsOnly(0);
        }
    }

    @ParameterizedTest
    @MethodSource("familiesAndLinks")
    void rowsOfWeightZeroGiveZeroAndRowsNotAskedForStay(Family family, String link) {
        LogDensity density = family.density(link);
        int predictors = density.predictors();
        double eta = etas(family, link)[2];
        double[] y = responses(family);
        int n = y.length;
        double[] w = IntStream.range(0, n).mapToDouble(i -> i == 1 ? 0 : 1).toArray();
        double[][] etas = new double[predictors][n];
        for (int s = 0; s < predictors; s++) Arrays.fill(etas[s], at(density, eta, 0)[s]);
        List<Want> wants = new ArrayList<>();
        for (int random : new int[] {1, (1 << predictors) - 1}) {
            for (boolean value : new boolean[] {true, false})
                for (boolean newton : new boolean[] {true, false})
                    wants.add(new Want(value, newton, false, false, random));
            wants.add(new Want(false, false, true, false, random));
            wants.add(new Want(true, true, false, true, random));
            wants.add(Want.all(random));
        }
        for (Want want : wants) {
            double[][] out = new double[Want.places(predictors)][n];
            for (double[] row : out) {
                Arrays.fill(row, 17);
            }
            density.evaluate(0, n, y, w, etas, want, out);
            List<Integer> asked = Arrays.stream(want.rows(predictors)).boxed().toList();
            double[] at = evaluate(density, y[0], 1, at(density, eta, 0), Want.all(want.random()));
            for (int row = 0; row < out.length; row++) {
                if (asked.contains(row)) {
                    assertThat(out[row][1]).isZero();
                    assertThat(out[row][0]).as("place %s of %s", row, want).isEqualTo(at[row]);
                } else if (!want.others() && want.random() == 1) {
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
            LogDensity poisson = Families.byName("poisson").density("log");
            for (int y : new int[] {0, 1, 4, 90}) {
                assertThat(logDensity(poisson, y, 1, eta, 0))
                        .isCloseTo(PoissonDistribution.of(mu).logProbability(y), within(1e-10));
            }
            LogDensity binomial = Families.byName("binomial").density("logit");
            for (int y : new int[] {0, 1, 4, 9, 10}) {
                assertThat(logDensity(binomial, y / 10.0, 10, eta, 0))
                        .isCloseTo(BinomialDistribution.of(10, p).logProbability(y), within(1e-10));
            }
            LogDensity gamma = Families.byName("Gamma").density("log");
            LogDensity gaussian = Families.byName("gaussian").density("identity");
            LogDensity inverseGaussian = Families.byName("inverse.gaussian").density("log");
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
        LogDensity binomial = Families.byName("binomial").density("logit");
        LogDensity poisson = Families.byName("poisson").density("log");
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
            LogDensity density = Families.byName("poisson").density(link);
            double eta = Families.byName("poisson").link(link).eta(4.2);
            double sum = IntStream.range(0, 100)
                    .mapToDouble(y -> Math.exp(logDensity(density, y, 1, eta, 0)))
                    .sum();
            assertThat(sum).as(link).isCloseTo(1, within(1e-13));
        }
        for (String link : Families.byName("binomial").links()) {
            LogDensity density = Families.byName("binomial").density(link);
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
        LogDensity density = Families.byName("poisson").density("log");
        double y = 1e9;
        assertThat(logDensity(density, y, 1, Math.log(y), 0))
                .isCloseTo(-0.5 * Math.log(2 * Math.PI * y) - 1 / (12 * y), within(1e-12));
        // four standard deviations off: -z^2/2 and a little skewness
        double eta = Math.log(y) + Math.log1p(4 / Math.sqrt(y));
        assertThat(logDensity(density, y, 1, eta, 0) - logDensity(density, y, 1, Math.log(y), 0))
                .isCloseTo(y * Math.log1p(4 / Math.sqrt(y)) - 4 * Math.sqrt(y), within(1e-6));
        LogDensity binomial = Families.byName("binomial").density("logit");
        assertThat(logDensity(binomial, 0.5, 1e9, 0, 0))
                .isCloseTo(-0.5 * Math.log(Math.PI * 0.5e9) - 1 / 4e9, within(1e-6));
    }

    @Test
    void aLargeCountMeetsTheSmallOnes() {
        LogDensity density = Families.byName("poisson").density("log");
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
        assertSame(new LogitKernel(), new BinomialKernel(new LogitLink()), responses(Families.byName("binomial")));
        assertSame(
                new PoissonLogKernel(),
                new ComposedKernel(PoissonFamily::kernel, log::logMean, true),
                responses(Families.byName("poisson")));
        assertSame(
                new GammaLogKernel(),
                new ComposedKernel(GammaFamily::kernel, log::logMean, true),
                responses(Families.byName("Gamma")));
        assertSame(
                new GaussianIdentityKernel(),
                new ComposedKernel(GaussianFamily::kernel, new IdentityLink()::mean, true),
                responses(Families.byName("gaussian")));
    }

    @Test
    void theCumulativeLogitEqualsTheComposition() {
        LogDensity hand = new CumulativeLogitDensity();
        LogDensity generic = new CumulativeDensity(new LogitLink());
        double infinity = Double.POSITIVE_INFINITY;
        double[][] thresholds = {{-0.3, -infinity}, {1.2, -0.3}, {infinity, 1.2}, {0.5, 0.5 - 1e-7}, {0.5, 0.7}};
        Want newton = new Want(true, true, false, false, 7);
        for (double eta : LINE)
            for (int k = 0; k < thresholds.length; k++)
                for (Want want : List.of(Want.all(1), newton)) {
                    double[] predictors = {eta, thresholds[k][0], thresholds[k][1]};
                    double[] a = evaluate(hand, k + 1, 2.5, predictors, want);
                    double[] b = evaluate(generic, k + 1, 2.5, predictors, want);
                    for (int place : want.rows(3))
                        if (Double.isNaN(b[place]) || Double.isInfinite(b[place]))
                            assertThat(a[place]).isEqualTo(Double.valueOf(b[place]));
                        else
                            assertThat(a[place])
                                    .as("eta=%s category %s place %s", eta, k, place)
                                    .isCloseTo(b[place], within(1e-15 + 1e-8 * Math.abs(b[place])));
                }
    }

    /** log(1 + e^-|eta|) to the last digits, relative to itself. */
    @Test
    void theLogitKernelKeepsItsDigitsInTheTail() {
        LogDensity density = Families.byName("binomial").density("logit");
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
            double[][] a = new double[Want.places(1)][etas.length];
            double[][] b = new double[Want.places(1)][etas.length];
            hand.evaluate(0, etas.length, ys, etas, Kernel.VALUE | Kernel.NEWTON | Kernel.THIRD, a);
            generic.evaluate(0, etas.length, ys, etas, Kernel.VALUE | Kernel.NEWTON | Kernel.THIRD, b);
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
