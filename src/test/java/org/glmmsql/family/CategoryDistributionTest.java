package org.glmmsql.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ordered categories: density, tails, quantiles and draws are those of one distribution, in the tails too. */
class CategoryDistributionTest {
    private static final double[] THRESHOLDS = {-1.2, 0.3, 0.4, 2.5};
    private static final Family FAMILY = Families.byName("cumulative");

    static Stream<String> links() {
        return FAMILY.links().stream();
    }

    private static Distribution at(String link, double eta) {
        double[] predictors = {eta, THRESHOLDS[0], THRESHOLDS[1], THRESHOLDS[2], THRESHOLDS[3]};
        return FAMILY.distribution(link, predictors, 1);
    }

    @ParameterizedTest
    @MethodSource("links")
    void theDensitySumsToTheTails(String link) {
        for (double eta : new double[] {-30, -4, -0.7, 0, 1.1, 5, 30}) {
            Distribution distribution = at(link, eta);
            double sum = 0;
            for (int y = 1; y <= 5; y++) {
                sum += Math.exp(distribution.logDensity(y));
                assertThat(distribution.cdf(y)).isCloseTo(sum, within(1e-13));
                assertThat(distribution.cdf(y + 0.5)).isEqualTo(distribution.cdf(y));
                assertThat(distribution.cdf(y) + distribution.upperTail(y)).isCloseTo(1, within(1e-13));
                if (y < 5)
                    assertThat(distribution.cdf(y))
                            .isCloseTo(FAMILY.link(link).mu(THRESHOLDS[y - 1] - eta), within(1e-13));
            }
            assertThat(sum).isCloseTo(1, within(1e-13));
            double upper = 0;
            for (int y = 5; y > 1; y--) {
                upper += Math.exp(distribution.logDensity(y));
                assertThat(upper).isCloseTo(distribution.upperTail(y - 1), within(1e-12 * upper));
            }
            for (double y : new double[] {0, 6, 1.5, Double.NaN})
                assertThat(distribution.logDensity(y)).isEqualTo(Double.NEGATIVE_INFINITY);
        }
    }

    @ParameterizedTest
    @MethodSource("links")
    void quantilesInvertTheTails(String link) {
        Distribution distribution = at(link, 0.5);
        for (double p : new double[] {1e-9, 0.1, 0.4, 0.5, 0.8, 0.999}) {
            double y = distribution.quantile(p);
            assertThat(distribution.cdf(y)).isGreaterThanOrEqualTo(p);
            assertThat(distribution.cdf(y - 1)).isLessThan(p);
            assertThat(distribution.upperTail(distribution.upperQuantile(p))).isLessThanOrEqualTo(p);
        }
        assertThat(distribution.quantile(0)).isEqualTo(1);
        assertThat(distribution.quantile(1)).isEqualTo(5);
        assertThat(distribution.upperQuantile(0)).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("links")
    void drawsHaveTheShares(String link) {
        Distribution distribution = at(link, 0.5);
        SplittableRandom random = new SplittableRandom(4);
        int n = 4000;
        int[] counts = new int[6];
        for (int i = 0; i < n; i++) counts[(int) distribution.draw(random)]++;
        for (int y = 1; y <= 5; y++) {
            double p = Math.exp(distribution.logDensity(y));
            assertThat(counts[y] / (double) n).isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / n)));
        }
    }

    @Test
    void categoriesHaveNoMean() {
        assertThat(at("logit", 0).mean()).isNaN();
        assertThat(at("logit", 0).variance()).isNaN();
    }

    @Test
    void thresholdsAscend() {
        assertThatThrownBy(() -> FAMILY.distribution("logit", new double[] {0, 1, 0.5}, 1))
                .hasMessageContaining("thresholds ascend");
    }

    /** Thresholds a millionth apart, and both in a far tail: a difference of distribution functions has no digits there. */
    @Test
    void nothingCancels() {
        Distribution close = FAMILY.distribution("probit", new double[] {0, 1, 1 + 1e-6}, 1);
        assertThat(close.logDensity(2))
                .isCloseTo(Math.log(1e-6) - 0.5 - 0.5 * Math.log(2 * Math.PI) - 0.5e-6, within(1e-10));
        Distribution far = FAMILY.distribution("logit", new double[] {-300, -1, 1}, 1);
        assertThat(far.logDensity(2)).isCloseTo(-299 + Math.log1p(-Math.exp(-2)), within(1e-12));
        assertThat(FAMILY.distribution("logit", new double[] {300, -1, 1}, 1).logDensity(2))
                .isCloseTo(far.logDensity(2), within(1e-12));
    }
}
