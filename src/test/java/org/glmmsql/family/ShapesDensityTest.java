package org.glmmsql.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to beta and beta-binomial densities; derivatives and sums are those of every family ({@link DensityTest}). */
class ShapesDensityTest {
    private static double[][] at(LogDensity density, double y, double w, double eta, double tau) {
        double[][] out = new double[Want.places(2)][1];
        double[][] predictors = {{eta}, {tau}};
        density.evaluate(0, 1, new double[] {y}, new double[] {w}, predictors, Want.all(3), out);
        return out;
    }

    private static double log(String family, String link, double y, double w, double mu, double phi) {
        LogDensity density = Families.byName(family).density(link);
        double eta = Families.byName(family).link(link).eta(mu);
        return at(density, y, w, eta, Math.log(phi))[LogDensity.L][0] + density.logConstant(y, w);
    }

    @Test
    void betaIsTheDistributionOfItsShapes() {
        for (String link : Families.byName("beta").links())
            for (double phi : new double[] {0.02, 1, 7, 35, 4000})
                for (double mu : new double[] {0.01, 0.4, 0.97})
                    for (double y : new double[] {1e-9, 0.2, 0.5, 0.999}) {
                        double expected =
                                BetaDistribution.of(mu * phi, (1 - mu) * phi).logDensity(y);
                        assertThat(log("beta", link, y, 1, mu, phi))
                                .as("%s mu=%s phi=%s y=%s", link, mu, phi, y)
                                .isCloseTo(expected, within(1e-12 * (1 + phi) + 1e-13 * Math.abs(expected)));
                    }
    }

    @Test
    void betaBinomialIsARatioOfBetaFunctions() {
        for (String link : Families.byName("betabinomial").links())
            for (double phi : new double[] {0.02, 1, 7, 35, 4000})
                for (double mu : new double[] {0.01, 0.4, 0.97})
                    for (double n : new double[] {1, 2, 13, 24, 25, 26, 300})
                        for (double k : List.of(0.0, 1.0, Math.floor(n / 3), n)) {
                            double a = mu * phi;
                            double b = (1 - mu) * phi;
                            double expected = LogBeta.value(k + a, n - k + b)
                                    - LogBeta.value(a, b)
                                    - LogBeta.value(k + 1, n - k + 1)
                                    - Math.log(n + 1);
                            assertThat(log("betabinomial", link, k / n, n, mu, phi))
                                    .as("%s mu=%s phi=%s n=%s k=%s", link, mu, phi, n, k)
                                    .isCloseTo(expected, within(1e-11 * (1 + Math.abs(expected))));
                        }
    }

    /** Nothing is lost or overflows on the way. */
    @ParameterizedTest
    @ValueSource(doubles = {40, 100, 300, 700})
    void ofInfinitePrecisionBetaBinomialIsBinomial(double tau) {
        for (String link : Families.byName("betabinomial").links()) {
            LogDensity density = Families.byName("betabinomial").density(link);
            LogDensity binomial = Families.byName("binomial").density(link);
            for (double[] row : new double[][] {{0, 9}, {3, 9}, {9, 9}, {20, 70}, {70, 70}}) {
                double y = row[0] / row[1];
                double[][] limit = new double[Want.places(1)][1];
                binomial.evaluate(
                        0, 1, new double[] {y}, new double[] {row[1]}, new double[][] {{0.4}}, Want.all(1), limit);
                double[][] out = at(density, y, row[1], 0.4, tau);
                for (int k = 0; k <= 3; k++) assertThat(out[k][0]).as(link).isCloseTo(limit[k][0], within(1e-11));
                for (int k = 4; k < out.length; k++)
                    assertThat(out[k][0]).as("%s place %d", link, k).isCloseTo(0, within(1e-11));
                assertThat(density.logConstant(y, row[1])).isEqualTo(binomial.logConstant(y, row[1]));
            }
        }
    }

    /** One trial is a Bernoulli trial, of any precision. */
    @Test
    void aSingleTrialKnowsNoPrecision() {
        for (double tau : new double[] {-9, 0, 9})
            for (double y : new double[] {0, 1})
                assertThat(log("betabinomial", "logit", y, 1, 0.3, Math.exp(tau)))
                        .isCloseTo(Math.log(y == 1 ? 0.3 : 0.7), within(1e-12));
    }
}
