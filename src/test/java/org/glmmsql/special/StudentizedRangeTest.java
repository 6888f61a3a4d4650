package org.glmmsql.special;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentizedRangeTest {
    /** Of the definition by adaptive quadrature with 18 digits (mpmath). */
    @ParameterizedTest
    @CsvSource({
        "3.5, 3, Infinity, 0.0355570418631604",
        "1.0, 2, Infinity, 0.479500122186953",
        "5, 10, Infinity, 0.0148574378877837",
        "12, 4, Infinity, 1.291182348565322e-16",
        "30, 5, Infinity, 7.2129941724512067e-99",
    })
    void isTheDefinition(double q, int k, double df, double expected) {
        assertThat(StudentizedRange.survival(q, k, df)).isCloseTo(expected, within(1e-10 * expected));
    }

    /** The range of two is the difference of two: sqrt(2) |t|. */
    @ParameterizedTest
    @CsvSource({"1", "2.5", "5", "13", "40.7", "120", "1000", "100000"})
    void ofTwoIsT(double df) {
        for (double q : new double[] {0.01, 0.3, 1, 2.7, 4, 8, 15, 40}) {
            double expected = 2 * TDistribution.of(df).survivalProbability(q / Math.sqrt(2));
            if (expected > 1e-200) {
                assertThat(StudentizedRange.survival(q, 2, df))
                        .as("q = %s", q)
                        .isCloseTo(expected, within(1e-10 * expected));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 13", "8, 2.2", "20, 1e12", "2, 55"})
    void quantilesAreItsInverse(int k, double df) {
        for (double p : new double[] {0.9, 0.5, 0.05, 1e-6}) {
            double q = StudentizedRange.inverseSurvival(p, k, df);
            assertThat(StudentizedRange.survival(q, k, df)).isCloseTo(p, within(1e-9 * p));
        }
    }

    @Test
    void hasEnds() {
        assertThat(StudentizedRange.survival(0, 3, 10)).isEqualTo(1);
        assertThat(StudentizedRange.survival(1e4, 3, Double.POSITIVE_INFINITY)).isZero();
        assertThat(StudentizedRange.survival(Double.NaN, 3, 10)).isNaN();
        assertThat(StudentizedRange.inverseSurvival(Double.NaN, 3, 10)).isNaN();
    }
}
