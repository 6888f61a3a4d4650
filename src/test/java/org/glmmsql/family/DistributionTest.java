package org.glmmsql.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All that is registered, at several parameters: density, tails, quantiles, draws and moments are those of one distribution. */
class DistributionTest {
    private static final double[] PROBABILITIES = {1e-12, 1e-5, 0.01, 0.2, 0.5, 0.77, 0.99, 1 - 1e-5, 1 - 1e-12};

    /** Powers of 10 by which a pole is approached. */
    private static final int POLE = 60;

    /** Of a family at a row's predictors. @param weight as {@link Family#distribution} takes it */
    private record Point(Family family, String link, double[] predictors, double weight) {
        Distribution distribution() {
            return family.distribution(link, predictors, weight);
        }

        double mu() {
            return family.link(link).mu(predictors[0]);
        }

        /** The values of a lattice. */
        double step() {
            return family.ofTrials() ? 1 / weight : 1;
        }

        @Override
        public String toString() {
            return family.name() + "(" + link + ")" + Arrays.toString(predictors) + " weight " + weight;
        }
    }

    static Stream<Point> points() {
        return Catalogue.families()
                .flatMap(family -> family.links().stream()
                        .flatMap(link -> DoubleStream.of(means(family, link))
                                .boxed()
                                .flatMap(mu -> Stream.of(0.3, -1.1, 1.5)
                                        .limit(family.parameters().size() == 1 ? 1 : 3)
                                        .map(further -> {
                                            double[] predictors = predictors(family, link, further);
                                            predictors[0] = family.link(link).eta(mu);
                                            return new Point(
                                                    family,
                                                    link,
                                                    predictors,
                                                    family.ofTrials() ? 12 : family.hasUnit() ? 2.5 : 1);
                                        }))))
                .filter(DistributionTest::exists);
    }

    /** Generalized Poisson counts of a small mean and less variance have no count but 0, and none without it. */
    private static boolean exists(Point point) {
        return !point.family().name().equals("truncated_genpois") || point.predictors()[1] > 0 || point.mu() > 1;
    }

    /** All alike, but what has to be in order. */
    private static double[] predictors(Family family, String link, double further) {
        if (family.ofCategories()) {
            return new double[] {0, further - 1, further, further + 2};
        }
        double[] predictors = new double[family.density(link).predictors()];
        Arrays.setAll(predictors, s -> s < 3 ? further : further + 0.3);
        // shapes of at least 1: doubles next to 1 are too far apart for a pole
        if (isProportion(family)) predictors[1] += 5;
        // degrees of freedom of at least 3: with no more than 2 there is no variance
        if (family.name().equals("t")) predictors[2] += 2.2;
        return predictors;
    }

    private static boolean isProportion(Family family) {
        return List.of("beta", "ordbeta").contains(family.name());
    }

    /** The link makes a mean and is no more part of it. */
    static Stream<Point> pointsOfDefaultLinks() {
        return points().filter(
                        point -> point.link().equals(point.family().links().get(0)));
    }

    /** Means in the range of a link. */
    private static double[] means(Family family, String link) {
        boolean unit = family.link(link) instanceof UnitLink && !(family.link(link) instanceof PositiveLink)
                || family.ofTrials();
        return unit ? new double[] {0.03, 0.6} : new double[] {0.4, 7};
    }

    /** Sum of a lattice or integral of a density, masses at its ends too, between quantiles beyond which nothing is left. */
    private static double expectation(Point point, Distribution distribution, DoubleUnaryOperator g) {
        double low = distribution.quantile(1e-30);
        double high = distribution.upperQuantile(1e-30);
        double sum = 0;
        if (distribution.discrete()) {
            for (double k = Math.rint(low / point.step()); k <= Math.rint(high / point.step()); k++) {
                double y = point.step() == 1 ? k : k / point.weight();
                sum += g.applyAsDouble(y) * Math.exp(distribution.logDensity(y));
            }
            return sum;
        }
        List<Double> cuts = new ArrayList<>();
        for (double p : new double[] {1e-30, 1e-20, 1e-12, 1e-6, 1e-3, 0.1, 0.4}) {
            cuts.add(distribution.quantile(p));
            cuts.add(distribution.upperQuantile(p));
        }
        double[] sorted = cuts.stream().mapToDouble(v -> v).sorted().distinct().toArray();
        for (int i = 0; i < sorted.length; i++) {
            double mass = distribution.cdf(sorted[i]) - distribution.cdf(Math.nextDown(sorted[i]));
            if (mass > 1e-6) {
                sum += mass * g.applyAsDouble(sorted[i]);
                sorted[i] = i == 0 ? Math.nextUp(sorted[i]) : Math.nextDown(sorted[i]);
            }
        }
        if (low == 0 && sorted.length > 1) {
            // beside zeros the density may have a pole that no quantile leads up to
            double next = sorted[1];
            sorted = DoubleStream.concat(
                            DoubleStream.iterate(next, v -> v / 10).limit(POLE).skip(1), Arrays.stream(sorted))
                    .sorted()
                    .toArray();
        }
        for (int i = 0; i + 1 < sorted.length; i++) {
            sum += Quadrature.integrate(
                    y -> Arrays.stream(y)
                            .map(v -> g.applyAsDouble(v) * Math.exp(distribution.logDensity(v)))
                            .toArray(),
                    sorted[i],
                    sorted[i + 1]);
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("points")
    void theDensityIsThatOfTheFamilyAndSumsToOne(Point point) {
        Distribution distribution = point.distribution();
        assertThat(expectation(point, distribution, y -> 1)).isCloseTo(1, within(1e-9));
        LogDensity density = point.family().density(point.link());
        double y = distribution.quantile(0.7);
        double[][] eta = Arrays.stream(point.predictors())
                .mapToObj(v -> new double[] {v})
                .toArray(double[][]::new);
        double[][] out = new double[Want.places(eta.length)][1];
        density.evaluate(0, 1, new double[] {y}, new double[] {point.weight()}, eta, Want.all(1), out);
        double log = out[LogDensity.L][0] + density.logConstant(y, point.weight());
        assertThat(distribution.logDensity(y)).isCloseTo(log, within(1e-12 * Math.max(1, Math.abs(log))));
    }

    @ParameterizedTest
    @MethodSource("points")
    void quantilesInvertTheTails(Point point) {
        Distribution distribution = point.distribution();
        for (double p : PROBABILITIES) {
            double y = distribution.quantile(p);
            double lower = distribution.cdf(y);
            assertThat(lower + distribution.upperTail(y)).as("at %s", y).isCloseTo(1, within(1e-12));
            boolean mass = distribution.discrete() || distribution.cdf(Math.nextDown(y)) < lower - 1e-9;
            if (mass) {
                double before = distribution.discrete() ? y - point.step() / 2 : Math.nextDown(y);
                assertThat(lower).isGreaterThanOrEqualTo(p - 1e-14);
                assertThat(distribution.cdf(before)).isLessThan(p + 1e-14);
                if (lower - distribution.cdf(before) > 1e-8) {
                    assertThat(distribution.quantile(lower - 1e-9))
                            .as("of %s", lower)
                            .isEqualTo(y);
                }
            } else if (p <= 0.5) {
                assertThat(lower).isCloseTo(p, within(1e-9 * p));
            } else {
                assertThat(distribution.upperTail(y)).isCloseTo(1 - p, within(1e-9 * (1 - p)));
            }
        }
    }

    /** Far out, where one tail cannot be told from 1, the other one keeps its digits. */
    @ParameterizedTest
    @MethodSource("pointsOfDefaultLinks")
    void tailsKeepTheirDigits(Point point) {
        Distribution distribution = point.distribution();
        for (double p : new double[] {1e-20, 1e-100, 1e-250}) {
            double low = distribution.quantile(p);
            double high = distribution.upperQuantile(p);
            if (distribution.discrete()) {
                assertThat(distribution.upperTail(high)).isLessThanOrEqualTo(p);
                assertThat(distribution.upperTail(high - point.step() / 2))
                        .satisfiesAnyOf(
                                tail -> assertThat(tail).isGreaterThan(p),
                                tail -> assertThat(high).isEqualTo(distribution.upperQuantile(0)));
                assertThat(distribution.cdf(low)).isGreaterThanOrEqualTo(p);
                assertTail(
                        Math.exp(distribution.logDensity(high)),
                        distribution.upperTail(high - point.step() / 2) - distribution.upperTail(high));
            } else {
                if (distribution.cdf(Math.nextDown(high)) < 1 - 1e-9 || distribution.upperTail(high) > 0) {
                    // as near as doubles come to an end of the range
                    double next = Math.exp(distribution.logDensity(high)) * 2 * Math.ulp(high) / p;
                    assertThat(distribution.upperTail(high) / p).isCloseTo(1, within(1e-9 + next));
                }
                assertThat(distribution.cdf(low)).isGreaterThanOrEqualTo(p * (1 - 1e-9));
            }
        }
    }

    private static void assertTail(double probability, double difference) {
        assertThat(difference).isCloseTo(probability, within(1e-9 * probability));
    }

    @ParameterizedTest
    @MethodSource("pointsOfDefaultLinks")
    void momentsAreThoseOfTheDensity(Point point) {
        if (point.family().ofCategories()) {
            // names in an order have none
            return;
        }
        Distribution distribution = point.distribution();
        double mean = distribution.mean();
        double variance = distribution.variance();
        assertThat(expectation(point, distribution, y -> y))
                .isCloseTo(mean, within(1e-8 * (Math.abs(mean) + Math.sqrt(variance))));
        assertThat(expectation(point, distribution, y -> (y - mean) * (y - mean)))
                .isCloseTo(variance, within(1e-7 * variance));
        if (Math.abs(mean - point.mu()) < 1e-9 * Math.abs(mean)) {
            double[] further = Arrays.copyOfRange(point.predictors(), 1, point.predictors().length);
            double scale = point.family().hasDispersion() ? Math.exp(further[0]) : 1;
            double weight = point.family().ofTrials() || point.family().hasUnit() ? point.weight() : 1;
            assertThat(point.family().variance(point.mu(), further, weight) * scale / weight)
                    .as("variance by the family")
                    .isCloseTo(variance, within(1e-7 * variance));
        }
    }

    /** The largest distance of the empirical distribution, by Kolmogorov and Smirnov at 1e-4, ties of counts included. */
    @ParameterizedTest
    @MethodSource("pointsOfDefaultLinks")
    void drawsHaveTheDistribution(Point point) {
        Distribution distribution = point.distribution();
        int n = 500;
        SplittableRandom random = new SplittableRandom(20);
        double[] draws = new double[n];
        for (int i = 0; i < n; i++) {
            draws[i] = distribution.draw(random);
        }
        Arrays.sort(draws);
        double distance = 0;
        for (int i = 0; i < n; i++) {
            if (i + 1 == n || draws[i + 1] > draws[i]) {
                distance = Math.max(distance, Math.abs(distribution.cdf(draws[i]) - (i + 1.0) / n));
            }
        }
        assertThat(distance).isLessThan(2.23 / Math.sqrt(n));
        assertThat(distribution.draw(new SplittableRandom(7))).isEqualTo(distribution.draw(new SplittableRandom(7)));
    }

    private static Distribution distribution(String family, double mu, double weight, double... further) {
        Family named = Families.byName(family);
        double[] predictors = new double[1 + further.length];
        System.arraycopy(further, 0, predictors, 1, further.length);
        String link = named.links().get(0);
        predictors[0] = named.link(link).eta(mu);
        return named.distribution(link, predictors, weight);
    }

    /** mpmath 1.3.0 with 60 digits: sums of the probabilities, incomplete gamma functions, error functions with 400 digits. */
    @ParameterizedTest
    @CsvSource({
        "poisson, 0.3, 1, NaN, 0, 0.74081822068171787, 0.25918177931828213",
        "poisson, 0.3, 1, NaN, 60, 1, 1.8651332804133092e-116",
        "poisson, 40, 1, NaN, 5, 4.1273087297317359e-12, 0.99999999999587269",
        "poisson, 40, 1, NaN, 40, 0.54191817836253704, 0.45808182163746296",
        "poisson, 40, 1, NaN, 200, 1, 3.4506501509628227e-73",
        "poisson, 1e6, 1, NaN, 1e6, 0.50026596148628365, 0.49973403851371635",
        "poisson, 1e6, 1, NaN, 1010000, 1, 8.9488314821054421e-24",
        "binomial, 0.3, 10, NaN, 0, 0.0282475249, 0.9717524751",
        "binomial, 1e-10, 10, NaN, 0.9, 1, 1.0e-100",
        "binomial, 0.5, 1000, NaN, 0.3, 8.8328390039750686e-38, 1",
        "binomial, 0.001, 1000, NaN, 0.04, 1, 5.1036532205334845e-51",
        "nbinom2, 3, 1, 2, 0, 0.16, 0.84",
        "nbinom2, 3, 1, 2, 3, 0.66304, 0.33696",
        "nbinom2, 3, 1, 2, 200, 1, 2.0846143930979418e-43",
        "nbinom2, 40, 1, 0.3, 10, 0.5121405811107525, 0.4878594188892475",
        "nbinom2, 40, 1, 0.3, 1000, 0.99995731816021639, 4.2681839783611425e-5",
        "nbinom2, 40, 1, 1e8, 60, 0.99879901793657035, 0.0012009820634296526",
        "nbinom2, 40, 1, 1e14, 60, 0.99879902065116635, 0.0012009793488336465",
        "nbinom2, 1e-8, 1, 2, 2, 1, 4.9999999062500011e-25",
        "Gamma, 3, 2, 1, 1e-10, 2.2222222221234568e-21, 1",
        "Gamma, 3, 2, 1, 3, 0.59399415029016192, 0.40600584970983808",
        "Gamma, 3, 2, 1, 200, 1, 1.6682182615290647e-56",
        "Gamma, 3, 1, 20, 1e-30, 0.026470038848544376, 0.97352996115145562",
        "Gamma, 3, 1, 20, 100, 0.99580395228492478, 0.004196047715075221",
        "inverse.gaussian, 3, 2, 1, 0.01, 4.0633451325456806e-45, 1",
        "inverse.gaussian, 3, 2, 1, 3, 0.69436939944082766, 0.30563060055917234",
        "inverse.gaussian, 3, 2, 1, 400, 1, 5.9559104714090538e-23",
        "inverse.gaussian, 3, 1e5, 1, 2.9, 3.063484463131535e-10, 0.99999999969365155",
        "inverse.gaussian, 3, 1e-3, 1, 1e6, 1, 1.6499824516852751e-31",
        "inverse.gaussian, 3, 1e-3, 1, 1e-6, 1.7964314954089643e-219, 1"
    })
    void tailsEqualHighPrecision(
            String family, double mu, double weight, double parameter, double y, double lower, double upper) {
        double[] further = Double.isNaN(parameter) ? new double[0] : new double[] {Math.log(parameter)};
        Distribution distribution = distribution(family, mu, weight, further);
        assertThat(distribution.cdf(y)).isCloseTo(lower, within(1e-11 * lower));
        assertThat(distribution.upperTail(y)).isCloseTo(upper, within(1e-11 * upper));
    }

    /** What a family without tails of its own gets is as good. */
    @ParameterizedTest
    @MethodSource("pointsOfDefaultLinks")
    void theDefaultsEqualTheClosedForms(Point point) {
        if (!(point.family() instanceof LinkedFamily<?> family)
                || point.family().ofCategories()) {
            return;
        }
        if (isProportion(family)) {
            // the distance of a double from 1 has few digits far out, where no integral of a density converges: they
            // need their own
            return;
        }
        double weight = family.ofTrials() || family.hasUnit() ? point.weight() : 1;
        RowDensity density =
                new RowDensity(family.density(point.link()), family.support(weight), point.predictors(), weight);
        Distribution plain = density.support().discrete()
                ? new SummedDistribution(density)
                : new IntegratedDistribution(density, point.mu());
        Distribution own = point.distribution();
        for (double p : new double[] {1e-200, 1e-30, 1e-9, 0.003, 0.2, 0.5}) {
            for (double y : new double[] {own.quantile(p), own.upperQuantile(p)}) {
                if (!own.discrete() && Math.abs(y) < Double.MIN_NORMAL) {
                    // has few digits
                    continue;
                }
                assertThat(plain.cdf(y)).as("P(Y <= %s)", y).isCloseTo(own.cdf(y), within(1e-11 * own.cdf(y)));
                assertThat(plain.upperTail(y))
                        .as("P(Y > %s)", y)
                        .isCloseTo(own.upperTail(y), within(1e-11 * own.upperTail(y)));
            }
        }
        assertThat(plain.mean()).isCloseTo(own.mean(), within(1e-10 * Math.abs(own.mean())));
        assertThat(plain.variance()).isCloseTo(own.variance(), within(1e-10 * own.variance()));
    }

    @Test
    void aProbabilityIsFromZeroToOne() {
        Distribution distribution = distribution("poisson", 3, 1);
        assertThatThrownBy(() -> distribution.quantile(-0.1)).hasMessageContaining("from 0 to 1, this is -0.1");
        assertThat(distribution.quantile(0)).isZero();
        assertThat(distribution.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> distribution("binomial", 0.3, 2.5)).hasMessageContaining("whole number");
    }
}
