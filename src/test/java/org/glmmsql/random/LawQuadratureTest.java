package org.glmmsql.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gauss's rules give the moments of u. */
class LawQuadratureTest {
    @ParameterizedTest
    @CsvSource({
        "normal, 0.7",
        "gamma(log), 1e-6",
        "gamma(log), 0.3",
        "gamma(log), 2",
        "beta(logit), 1e-6",
        "beta(logit), 0.2",
        "beta(logit), 1",
        "beta(logit), 3",
        "inverse.gamma(log), 0.05",
        "inverse.gamma(inverse), 0.05"
    })
    void meanAndVarianceOfU(String name, double lambda) {
        RandomLaw law = RandomLaws.byName(name);
        LawQuadrature rule = law.quadrature(lambda, 61);
        double total = 0;
        double mean = 0;
        double square = 0;
        for (int i = 0; i < rule.v().length; i++) {
            double u = law.u(rule.v()[i]);
            total += rule.probabilities()[i];
            mean += rule.probabilities()[i] * u;
            square += rule.probabilities()[i] * u * u;
        }
        assertThat(total).isCloseTo(1, within(1e-12));
        assertThat(mean).isCloseTo(law.mean(lambda), within(1e-9));
        assertThat(square - mean * mean).isCloseTo(law.variance(lambda), within(1e-8));
    }

    /** The mean of functions of the quantiles is that of the rule; far out they are finite, and rise. */
    @ParameterizedTest
    @CsvSource({
        "normal, 0.7",
        "gamma(log), 0.3",
        "gamma(log), 2",
        "beta(logit), 0.2",
        "beta(logit), 3",
        "inverse.gamma(log), 0.05",
        "inverse.gamma(inverse), 0.3",
        "gamma(log), 60",
        "beta(logit), 80",
    })
    void quantilesAreThoseOfTheLaw(String name, double lambda) {
        RandomLaw law = RandomLaws.byName(name);
        int n = 20_000;
        double mean = 0;
        double before = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            double v = law.quantile(lambda, (i + 0.5) / n);
            assertThat(v).isFinite().isGreaterThan(before);
            mean += Math.tanh(v) / n;
            before = v;
        }
        LawQuadrature rule = law.quadrature(lambda, 61);
        double expected = 0;
        for (int i = 0; i < rule.v().length; i++) expected += rule.probabilities()[i] * Math.tanh(rule.v()[i]);
        // tanh of so wide a law is no polynomial
        assertThat(mean).isCloseTo(expected, within(lambda > 2 ? 0.05 : 1e-3));
        assertThat(law.quantile(lambda, 1e-15)).isFinite().isLessThan(law.quantile(lambda, 1e-3));
    }

    /** v = 1/u - 1 is linear in the gamma variable 1/u: E v = lambda exactly. */
    @ParameterizedTest
    @CsvSource({"0.3", "0.9", "4"})
    void meanOfAnInverseEffect(double lambda) {
        LawQuadrature rule = RandomLaws.byName("inverse.gamma(inverse)").quadrature(lambda, 21);
        double mean = 0;
        for (int i = 0; i < rule.v().length; i++) mean += rule.probabilities()[i] * rule.v()[i];
        assertThat(mean).isCloseTo(lambda, within(1e-10));
    }
}
