package org.glmmsql.special;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.glmmsql.special.Differences.assertDerivative;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.apache.commons.numbers.gamma.LogGamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecialFunctionsTest {
    @Test
    void manyExponentialsAtOnceAreRightToTheLastDigit() {
        double[] x = new SplittableRandom(1).doubles(10_000, -340, 340).toArray();
        for (int j = 0; j < 5000; j++) x[j] *= 0.01;
        double[] result = new double[x.length];
        Exponential.exp(x.length, x, new double[x.length], result);
        for (int j = 0; j < x.length; j++) {
            double exact = StrictMath.exp(x[j]);
            assertThat(result[j]).as("e^%s", x[j]).isCloseTo(exact, within(2 * Math.ulp(exact)));
        }
    }

    @Test
    void exponentialsOfExtremesAreThoseOfMathExp() {
        double[] x = {
            0,
            -0.0,
            1e-320,
            349.9,
            -349.9,
            350,
            354.8,
            354.9,
            400,
            -400,
            709.7,
            710,
            -708,
            -709.7,
            -745,
            -746,
            1e300,
            -1e300,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        };
        double[] result = new double[x.length];
        Exponential.exp(x.length, x, new double[x.length], result);
        for (int j = 0; j < x.length; j++)
            assertThat(result[j]).as("e^%s", x[j]).isCloseTo(Math.exp(x[j]), withinPercentage(1e-13));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-5, 0.1, 0.5, 1, 2.5, 9.9, 14.99, 15, 15.01, 40, 1e3})
    void stirlingsErrorIsWhatIsMissingFromLogGamma(double k) {
        double stirling = (k - 0.5) * Math.log(k) - k + 0.5 * Math.log(2 * Math.PI);
        double rounding = 1e-15 * (1 + Math.abs(k * Math.log(k)));
        assertThat(Stirling.error(k)).isCloseTo(LogGamma.value(k) - stirling, within(10 * rounding));
        assertDerivative("S", Stirling.errorDerivative(k), Stirling::error, k, 1e-3 * Math.min(k, 1), 0.1);
    }

    /** S(1) = 1 - log(2 pi)/2; the others likewise from log 1!, log 9!. */
    @ParameterizedTest
    @CsvSource({"1, 0.0810614667953272582", "2, 0.0413406959554092941", "10, 0.00833056343336287126"})
    void stirlingsErrorHasAllDigits(double k, double expected) {
        assertThat(Stirling.error(k)).isCloseTo(expected, within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-5, 0.5, 2.5, 14.5, 15, 40, 1e3})
    void theRiseOfStirlingsErrorIsADifference(double k) {
        for (double n : new double[] {0, 1, 7, 15, 200, 1e6}) {
            double[] from = stirlingsError(k);
            double[] to = stirlingsError(k + n);
            for (int order = 0; order < from.length; order++) {
                assertThat(Stirling.rise(order, k, n))
                        .as("order %d, n = %s", order, n)
                        .isCloseTo(to[order] - from[order], within(1e-14 * (1 + Math.abs(from[order]))));
            }
        }
        assertThat(Stirling.rise(0, k, 0)).isZero();
    }

    private static double[] stirlingsError(double k) {
        return new double[] {
            Stirling.error(k),
            Stirling.errorDerivative(k),
            Stirling.errorSecondDerivative(k),
            Stirling.errorThirdDerivative(k)
        };
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 0.693147180559945309", "5, 4.78749174278204599", "170, 706.573062245787471"})
    void logFactorials(double n, double expected) {
        assertThat(Stirling.logFactorial(n)).isCloseTo(expected, within(1e-15 * (1 + expected)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-30, -2, -1.001, -1, -0.999, -0.3, -1e-9, 0, 1e-12, 0.01, 0.999, 1, 1.001, 5, 30})
    void remaindersOfTheExponentialEqualTheirSeries(double x) {
        assertThat(ExpRemainder.first(x)).isCloseTo(series(x, 1), within(4e-16 * series(x, 1)));
        assertThat(ExpRemainder.second(x)).isCloseTo(series(x, 2), within(2e-15 * series(x, 2)));
        assertThat(ExpRemainder.third(x)).isCloseTo(series(x, 3), within(5e-15 * series(x, 3)));
    }

    private static double series(double x, int k) {
        MathContext digits = new MathContext(60);
        BigDecimal term = BigDecimal.ONE;
        for (int j = 2; j <= k; j++) {
            term = term.divide(BigDecimal.valueOf(j), digits);
        }
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal at = new BigDecimal(x);
        for (int j = 1; j < 200; j++) {
            sum = sum.add(term, digits);
            term = term.multiply(at, digits).divide(BigDecimal.valueOf(j + k), digits);
        }
        return sum.doubleValue();
    }

    /** R 4.2.2: pnorm(x, log.p = TRUE). */
    @ParameterizedTest
    @CsvSource({
        "-40, -804.608442013754",
        "-10, -53.2312851505124",
        "-1, -1.84102164500926",
        "0, -0.693147180559945",
        "3, -0.00135080996474819",
        "10, -7.61985302416053e-24"
    })
    void logOfTheNormalDistributionFunction(double x, double expected) {
        double[] jet = new double[4];
        NormalTail.logCdf(x, jet);
        assertThat(jet[0]).isCloseTo(expected, within(1e-14 * Math.abs(expected)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-800, -100, -20, -12.0001, -11.9999, -6, -0.5, 0, 0.5, 3, 8, 15})
    void derivativesOfTheNormalTail(double x) {
        double[] jet = new double[4];
        NormalTail.logCdf(x, jet);
        double h = x < -50 ? 0.1 : 1e-3 / (1 + Math.max(x, 0));
        for (int i = 0; i < 3; i++) {
            int f = i;
            assertDerivative(
                    "derivative " + (i + 1),
                    jet[i + 1],
                    t -> {
                        double[] moved = new double[4];
                        NormalTail.logCdf(t, moved);
                        return moved[f];
                    },
                    x,
                    h,
                    0);
        }
    }
}
