package org.glmmsql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarginalMeanTest {
    private static final DoubleUnaryOperator LOGISTIC = eta -> 1 / (1 + Math.exp(-eta));

    /** E e^(eta + v) = e^eta E u, and E u = 1. */
    @ParameterizedTest
    @CsvSource({"gamma(log), 0.4", "gamma(log), 2", "inverse.gamma(log), 0.05", "inverse.gamma(log), 0"})
    void ofAConjugateLogModelIsThatWithoutTheEffect(String law, double lambda) {
        assertThat(mean(law, lambda).of(Math::exp, 0.7, new double[][] {{1}})).isCloseTo(Math.exp(0.7), within(1e-9));
    }

    /** By the trapezoid rule, which converges geometrically on the real line. */
    @ParameterizedTest
    @CsvSource({"0.5, 1e-10", "1, 1e-8", "2, 1e-5", "3, 1e-4"})
    void ofANormalLogitModel(double sd, double tolerance) {
        double expected = 0;
        double h = 0.01;
        for (double z = -12; z <= 12; z += h)
            expected += h * Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI) * LOGISTIC.applyAsDouble(0.7 + sd * z);
        assertThat(mean("normal", sd * sd).of(LOGISTIC, 0.7, new double[][] {{1}}))
                .isCloseTo(expected, within(tolerance));
    }

    /** With lambda = 1/2 the probability u is uniform. */
    @Test
    void ofAUniformProbability() {
        double odds = Math.exp(0.7);
        double expected = odds / (odds - 1) * (1 - Math.log(odds) / (odds - 1));
        assertThat(mean("beta(logit)", 0.5).of(LOGISTIC, 0.7, new double[][] {{1}}))
                .isCloseTo(expected, within(1e-12));
    }

    @Test
    void severalEffectsMultiply() {
        List<RandomTerm> both = List.of(effects("gamma(log)", 0.3), effects("normal", 0.25));
        assertThat(new MarginalMean(both).of(Math::exp, 0.7, new double[][] {{1}, {1}}))
                .isCloseTo(Math.exp(0.7 + 0.125), within(1e-9));
    }

    private static MarginalMean mean(String law, double lambda) {
        return new MarginalMean(List.of(effects(law, lambda)));
    }

    private static RandomTerm effects(String law, double lambda) {
        return new RandomTerm(
                "cond", "g", law, "unstructured", List.of("(Intercept)"), List.of(0), new double[] {lambda});
    }
}
