package org.glmmsql.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.glmmsql.design.Response;
import org.glmmsql.error.GlmmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to families with a shape; derivatives and sums are those of every family ({@link DensityTest}). */
class ShapeFamiliesTest {
    private static double logDensity(String family, String link, double y, double w, double... predictors) {
        LogDensity density = Families.byName(family).density(link);
        double[][] eta = new double[predictors.length][];
        for (int s = 0; s < eta.length; s++) eta[s] = new double[] {predictors[s]};
        double[][] out = new double[Want.places(predictors.length)][1];
        Want value = new Want(true, false, false, false, 1);
        density.evaluate(0, 1, new double[] {y}, new double[] {w}, eta, value, out);
        return out[LogDensity.L][0] + density.logConstant(y, w);
    }

    private static double tweedie(double y, double w, double mu, double phi, double p) {
        return logDensity("tweedie", "log", y, w, Math.log(mu), Math.log(phi), Math.log((p - 1) / (2 - p)));
    }

    /** Sums and formulas in 40 digits. */
    @Test
    void logDensitiesEqualTheDefinitions() {
        assertThat(logDensity("t", "identity", 1.5, 1, 0.2, Math.log(0.7), Math.log(3.5)))
                .isCloseTo(-2.1759203300338076, within(1e-14));
        assertThat(logDensity("t", "identity", 1.5, 1, 0.2, Math.log(0.7), Math.log(1e7)))
                .isCloseTo(-2.2867532852468203, within(1e-14));
        assertThat(logDensity("lognormal", "log", 1.5, 1, Math.log(2.2), Math.log(0.7)))
                .isCloseTo(-0.73604309927438245, within(1e-14));
        assertThat(logDensity("skewnormal", "identity", 1.5, 1, 0.2, Math.log(0.7), -3))
                .isCloseTo(-2.8599436665153643, within(1e-14));
    }

    /** One summand expected, and a million. */
    @ParameterizedTest
    @CsvSource({
        "1.3, 2.1, 0.8, 1.4, -1.2354249876800557",
        "0.01, 2.1, 0.8, 1.4, -3.0109085728338482",
        "40, 2.1, 0.8, 1.9, -26.23089324006033",
        "40, 37, 0.003, 1.5, -7.1886589934623109",
        "7, 9, 0.0005, 1.3, -253.74851652906254",
        "0, 2.1, 0.8, 1.4, -3.2515492722736726"
    })
    void theSeriesOfTweedieIsSummed(double y, double mu, double phi, double p, double expected) {
        assertThat(tweedie(y, 1, mu, phi, p)).isCloseTo(expected, within(1e-11));
    }

    /** Sums over all terms and over some of them meet. */
    @Test
    void theSeriesOfTweedieHasNoSeam() {
        double before = Double.NaN;
        for (double centre = 190; centre < 210; centre += 0.25) {
            // y = 1, p = 1.5 has 2 / phi summands; log f is nearly log(centre) / 2
            double rest = tweedie(1, 1, 1, 2 / centre, 1.5) - 0.5 * Math.log(centre);
            if (centre > 190) assertThat(rest).isCloseTo(before, within(2e-6));
            before = rest;
        }
    }

    /** The weight divides the variance, as of the gaussian family. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 20})
    void theLimitsAreGaussian(double w) {
        for (double y : new double[] {-3, 0.2, 5}) {
            double gaussian = logDensity("gaussian", "identity", y, w, 0.7, 2 * 0.4);
            assertThat(logDensity("t", "identity", y, w, 0.7, 0.4, 40)).isCloseTo(gaussian, within(1e-12));
            assertThat(logDensity("skewnormal", "identity", y, w, 0.7, 0.4, 0)).isCloseTo(gaussian, within(1e-13));
            double normal = logDensity("gaussian", "log", Math.exp(y), w, Math.log(1000), 2 * Math.log(1e-3));
            double log = logDensity("lognormal", "log", Math.exp(y), w, Math.log(1000), Math.log(1e-3));
            assertThat(log).isLessThan(normal / 100);
        }
        double near = logDensity("lognormal", "log", 1000.001, w, Math.log(1000), Math.log(1e-3));
        assertThat(near)
                .isCloseTo(
                        logDensity("gaussian", "log", 1000.001, w, Math.log(1000), 2 * Math.log(1e-3)), within(1e-5));
    }

    @Test
    void tweedieIsPoissonAtOneAndGammaAtTwo() {
        for (int y : new int[] {0, 1, 7}) {
            double poisson = logDensity("poisson", "log", y, 1, 0.8);
            // mass near y: its density times the width of the peak, by its curvature
            double p = 1 + 1e-7;
            double mass = y == 0 ? tweedie(0, 1, Math.exp(0.8), 1, p) : massNear(y, p);
            assertThat(mass).as("%s", y).isCloseTo(poisson, within(1e-5));
        }
        for (double y : new double[] {0.2, 1, 4}) {
            double gamma = logDensity("Gamma", "log", y, 2, 0.8, -1);
            assertThat(tweedie(y, 2, Math.exp(0.8), Math.exp(-1), 2 - 1e-7)).isCloseTo(gamma, within(1e-5));
        }
    }

    private static double massNear(int y, double p) {
        double width = 8 * Math.sqrt(y * (p - 1));
        int steps = 4000;
        double sum = IntStream.rangeClosed(-steps, steps)
                .mapToDouble(i -> Math.exp(tweedie(y + width * i / steps, 1, Math.exp(0.8), 1, p)))
                .sum();
        return Math.log(sum * width / steps);
    }

    @Test
    void responsesOutOfRangeAreNamed() {
        assertRefused("tweedie", -0.5, "GLMM-302: response 'y' has 1 value outside numbers of at least 0 (-0.5)");
        assertRefused("lognormal", 0, "GLMM-302: response 'y' has 1 value outside positive numbers (0.0)");
        assertRefused("t", Double.POSITIVE_INFINITY, "GLMM-302: response 'y' has 1 value outside finite numbers");
    }

    private static void assertRefused(String family, double y, String message) {
        Response response = new Response("y", new double[] {1, y}, null, false);
        assertThatThrownBy(() -> Families.byName(family).priorWeights(response, null))
                .isInstanceOf(GlmmException.class)
                .hasMessageStartingWith(message);
    }
}
