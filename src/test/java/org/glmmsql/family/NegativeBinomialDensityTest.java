package org.glmmsql.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to it; derivatives and sums are those of every family ({@link DensityTest}). */
class NegativeBinomialDensityTest {
    private static final double[] ONE = {1};

    private final LogDensity density = Families.byName("nbinom2").density("log");

    private double[][] at(double y, double eta, double tau) {
        double[][] out = new double[Want.places(2)][1];
        density.evaluate(0, 1, new double[] {y}, ONE, new double[][] {{eta}, {tau}}, Want.all(3), out);
        return out;
    }

    private double logDensity(double y, double eta, double tau) {
        return at(y, eta, tau)[LogDensity.L][0] + density.logConstant(y, 1);
    }

    /** By every way in which the Gamma functions are computed, and from one to the next. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 14, 15, 16, 62, 63, 64, 1e4})
    void eachCountFollowsFromTheOneBefore(double y) {
        for (double tau : new double[] {-4, 0.3, 6}) {
            double phi = Math.exp(tau);
            double mu = Math.exp(1.5);
            double rise = logDensity(y + 1, 1.5, tau) - logDensity(y, 1.5, tau);
            assertThat(rise).isCloseTo(Math.log((phi + y) / (y + 1) * mu / (mu + phi)), within(1e-9));
        }
    }

    /** Nothing is lost or overflows on the way to Poisson. */
    @ParameterizedTest
    @ValueSource(doubles = {40, 100, 300, 700})
    void ofInfiniteShapeItIsPoisson(double tau) {
        LogDensity poisson = Families.byName("poisson").density("log");
        for (double y : new double[] {0, 3, 17, 70}) {
            double[][] limit = new double[Want.places(1)][1];
            poisson.evaluate(0, 1, new double[] {y}, ONE, new double[][] {{2.5}}, Want.all(1), limit);
            assertThat(logDensity(y, 2.5, tau))
                    .isCloseTo(limit[LogDensity.L][0] + poisson.logConstant(y, 1), within(1e-12));
            double[][] out = at(y, 2.5, tau);
            for (int k = 1; k <= 3; k++) assertThat(out[k][0]).isCloseTo(limit[k][0], within(1e-12));
            for (int k = 4; k < out.length; k++)
                assertThat(out[k][0]).as("place %d", k).isCloseTo(0, within(1e-12));
        }
    }

    @Test
    void aRowOfWeightZeroIsNothing() {
        double[][] out = new double[Want.places(2)][1];
        density.evaluate(0, 1, new double[] {3}, new double[] {0}, new double[][] {{1}, {0}}, Want.all(3), out);
        for (double[] row : out) assertThat(row[0]).isZero();
    }
}
