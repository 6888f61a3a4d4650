package org.glmmsql.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.glmmsql.random.RandomLaw.F;
import static org.glmmsql.random.RandomLaw.F1;
import static org.glmmsql.random.RandomLaw.F2;
import static org.glmmsql.random.RandomLaw.F3;
import static org.glmmsql.random.RandomLaw.F_T;
import static org.glmmsql.random.RandomLaw.ROWS;
import static org.glmmsql.special.Differences.assertDerivative;

import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.glmmsql.error.GlmmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

public class RandomLawTest {
    private static final double[] THETAS = {0, 1e-6, 1e-3, 0.02, 0.1, 0.5, 1, 2, 3, -0.5};

    static Stream<RandomLaw> laws() {
        return RandomLaws.names().stream().map(RandomLaws::byName);
    }

    private static double[] evaluate(RandomLaw law, double w, double theta) {
        double[] out = new double[ROWS];
        law.evaluate(w, theta, out);
        return out;
    }

    private static boolean inDomain(RandomLaw law, double w, double theta) {
        return evaluate(law, w, theta)[F] > Double.NEGATIVE_INFINITY;
    }

    @ParameterizedTest
    @MethodSource("laws")
    void everyDerivativeEqualsDifferences(RandomLaw law) {
        for (double theta : THETAS) {
            for (double w = -6; w <= 6; w += 0.375) {
                if (!inDomain(law, w, theta)) {
                    continue;
                }
                // distance to 1 + theta w = 0, where one law ends
                double room = law.name().equals("inverse.gamma(inverse)") ? Math.min(1, 1 + theta * w) : 1;
                double hw = 1e-3 * room / (1 + Math.abs(theta));
                double ht = 1e-3 * room / (1 + Math.abs(w));
                double[] at = evaluate(law, w, theta);
                double terms = 1 + w * w + Math.abs(at[F]);
                for (int row = F; row <= F2; row++) {
                    int f = row;
                    String where = law.name() + " theta=" + theta + " w=" + w + " row ";
                    double x = w;
                    assertDerivative(where + (f + F1), at[f + F1], v -> evaluate(law, v, theta)[f], w, hw, terms);
                    assertDerivative(where + (f + F_T), at[f + F_T], t -> evaluate(law, x, t)[f], theta, ht, terms);
                }
            }
        }
    }

    /** The second moment of v by the trapezium rule over the density itself. */
    @ParameterizedTest
    @MethodSource("laws")
    void theVarianceOfTheEffectIsThatOfItsDensity(RandomLaw law) {
        for (double lambda : new double[] {0.01, 0.25, 0.7}) {
            double theta = Math.sqrt(lambda);
            double mass = 0;
            double mean = 0;
            double square = 0;
            for (double w = -60; w <= 60; w += 1e-3) {
                double f = Math.exp(evaluate(law, w, theta)[F]);
                if (f > 0) {
                    double v = law.scale() * theta * w;
                    mass += f;
                    mean += f * v;
                    square += f * v * v;
                }
            }
            mean /= mass;
            double variance = square / mass - mean * mean;
            assertThat(law.effectVariance(lambda)).as(law.name()).isCloseTo(variance, within(1e-6 * variance));
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void thetaOfZeroIsTheNormalLaw(RandomLaw law) {
        for (double w = -6; w <= 6; w += 0.5) {
            double[] at = evaluate(law, w, 0);
            assertThat(at[F]).isCloseTo(-0.5 * w * w - 0.5 * Math.log(2 * Math.PI), within(1e-14));
            assertThat(at[F1]).isEqualTo(-w);
            assertThat(at[F2]).isEqualTo(-1);
            assertThat(at[F3]).isZero();
            assertThat(at).doesNotContain(Double.NaN);
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void theLikelihoodIsEvenInTheta(RandomLaw law) {
        for (double theta : THETAS) {
            for (double w = -6; w <= 6; w += 0.75) {
                if (!inDomain(law, w, theta)) {
                    continue;
                }
                double[] here = evaluate(law, w, theta);
                double[] there = evaluate(law, -w, -theta);
                for (int row = F; row < ROWS; row++) {
                    int derivatives = row <= F3 ? row : row - F3;
                    assertThat(there[row]).isEqualTo(derivatives % 2 == 0 ? here[row] : 0 - here[row]);
                }
            }
        }
    }

    /** log f of u, given k = 1 / lambda, where another implementation has it. */
    private static final Map<String, DoubleFunction<DoubleUnaryOperator>> DENSITIES_OF_U = Map.of(
            "normal",
            k -> u -> -0.5 * u * u * k - 0.5 * Math.log(2 * Math.PI / k),
            "gamma(log)",
            k -> GammaDistribution.of(k, 1 / k)::logDensity,
            "beta(logit)",
            k -> BetaDistribution.of(k / 2, k / 2)::logDensity,
            "inverse.gamma(log)",
            RandomLawTest::inverseGamma,
            "inverse.gamma(inverse)",
            RandomLawTest::inverseGamma);

    /** 1/u is gamma. */
    private static DoubleUnaryOperator inverseGamma(double k) {
        return u -> GammaDistribution.of(k + 1, 1 / k).logDensity(1 / u) - 2 * Math.log(u);
    }

    static Stream<String> lawsWithDensities() {
        return DENSITIES_OF_U.keySet().stream().sorted();
    }

    /** f_w(w) = f_u(u(v)) |du/dv| scale theta with v = scale theta w. */
    @ParameterizedTest
    @MethodSource("lawsWithDensities")
    void densityIsThatOfTheDistributionOfU(String name) {
        RandomLaw law = RandomLaws.byName(name);
        for (double theta : new double[] {0.1, 0.5, 1, 2, 3}) {
            DoubleUnaryOperator logDensityOfU = DENSITIES_OF_U.get(name).apply(1 / (theta * theta));
            // u is rounded where v is large: stay where it is not
            for (double w = -1.5 / theta; w <= 1.5 / theta; w += 0.3 / theta) {
                if (!inDomain(law, w, theta)) {
                    continue;
                }
                double v = law.scale() * theta * w;
                double expected = logDensityOfU.applyAsDouble(law.u(v))
                        + Math.log(Math.abs(law.uPrime(v)))
                        + Math.log(law.scale() * theta);
                assertThat(evaluate(law, w, theta)[F])
                        .as("theta=%s w=%s", theta, w)
                        .isCloseTo(expected, within(1e-10 * (1 + Math.abs(expected))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void densityIntegratesToOne(RandomLaw law) {
        for (double theta : new double[] {0.01, 0.3, 1, 3}) {
            assertThat(expectation(law, theta, v -> 1)).as("theta=%s", theta).isCloseTo(1, within(1e-10));
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void momentsOfUAreThoseDocumented(RandomLaw law) {
        for (double theta : new double[] {0.05, 0.3, 0.6}) {
            double lambda = theta * theta;
            double mean = expectation(law, theta, law::u);
            double square = expectation(law, theta, v -> law.u(v) * law.u(v));
            assertThat(mean).isCloseTo(law.mean(lambda), within(1e-9));
            assertThat(square - mean * mean).isCloseTo(law.variance(lambda), within(1e-8));
        }
    }

    /** Trapezoidal rule, on the log scale of 1 + theta w for the law that ends there. */
    private static double expectation(RandomLaw law, double theta, DoubleUnaryOperator g) {
        boolean ends = law.name().equals("inverse.gamma(inverse)");
        double sum = 0;
        double h = 0.005;
        double limit = 20 + 110 * theta;
        for (double s = -limit; s <= limit; s += h) {
            double w = ends ? Math.expm1(theta * s) / theta : s;
            double weight = ends ? Math.exp(theta * s) : 1;
            double logDensity = evaluate(law, w, theta)[F];
            if (logDensity > -700) {
                sum += h * weight * Math.exp(logDensity) * g.applyAsDouble(law.scale() * theta * w);
            }
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("laws")
    void derivativeOfTheTransformEqualsDifferences(RandomLaw law) {
        for (double v : new double[] {-0.9, -0.2, 0, 0.4, 3}) {
            assertDerivative(law.name(), law.uPrime(v), law::u, v, 1e-4, 1);
        }
    }

    @Test
    void modeOfTheInverseGammaIsNotZero() {
        double theta = 0.7;
        double mode = -Math.log(1 + theta * theta);
        assertThat(evaluate(RandomLaws.byName("inverse.gamma(log)"), mode / theta, theta)[F1])
                .isCloseTo(0, within(1e-14));
    }

    @Test
    void outsideTheDomainTheDensityIsZero() {
        assertThat(evaluate(RandomLaws.byName("inverse.gamma(inverse)"), -2, 0.5)[F])
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource({"Gamma(log),gamma(log)", "BETA( logit ),beta(logit)", "normal,normal"})
    void namesIgnoreCaseAndBlanks(String given, String canonical) {
        assertThat(RandomLaws.byName(given).name()).isEqualTo(canonical);
    }

    @Test
    void anUnknownLawIsAnErrorThatNamesTheNearest() {
        assertThatThrownBy(() -> RandomLaws.byName("gama(log)"))
                .isInstanceOf(GlmmException.class)
                .hasMessage("GLMM-104: unknown random-effect law 'gama(log)'; did you mean 'gamma(log)'? "
                        + "known: normal, gamma(log), beta(logit), inverse.gamma(log), inverse.gamma(inverse)");
    }
}
