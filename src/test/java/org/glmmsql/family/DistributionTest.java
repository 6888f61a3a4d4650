package org.glmmsql.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that is registered, at several parameters: density, tails, quantiles, draws and moments are those of one distribution. */
class DistributionTest {
    private static final double[] PROBABILITIES = {1e-12, 1e-5, 0.01, 0.2, 0.5, 0.77, 0.99, 1 - 1e-5, 1 - 1e-12};

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
                                            double[] predictors = new double
                                                    [family.density(link).predictors()];
                                            Arrays.setAll(predictors, s -> further + 0.3 * (s - 1));
                                            predictors[0] = family.link(link).eta(mu);
                                            return new Point(
                                                    family,
                                                    link,
                                                    predictors,
                                                    family.ofTrials() ? 12 : family.hasDispersion() ? 2.5 : 1);
                                        }))));
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
    @MethodSource("points")
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
                    assertThat(distribution.upperTail(high) / p).isCloseTo(1, within(1e-9));
                }
                assertThat(distribution.cdf(low)).isGreaterThanOrEqualTo(p * (1 - 1e-9));
            }
        }
    }

    private static void assertTail(double probability, double difference) {
        assertThat(difference).isCloseTo(probability, within(1e-9 * probability));
    }

    @ParameterizedTest
    @MethodSource("points")
    void momentsAreThoseOfTheDensity(Point point) {
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
            double weight = point.family().ofTrials() || point.family().hasDispersion() ? point.weight() : 1;
            assertThat(point.family().variance(point.mu(), further, weight) * scale / weight)
                    .as("variance by the family")
                    .isCloseTo(variance, within(1e-7 * variance));
        }
    }

    /** The largest distance of the empirical distribution, by Kolmogorov and Smirnov at 1e-4, ties of counts included. */
    @ParameterizedTest
    @MethodSource("points")
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
}
