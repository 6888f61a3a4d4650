package org.glmmsql.special;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.glmmsql.special.Differences.assertDerivative;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaternFunctionTest {
    /** Half-integer orders are elementary. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-8, 1e-3, 0.1, 1, 4, 30})
    void closedForms(double z) {
        double e = Math.exp(-z);
        assertThat(new MaternFunction(0.5, z).value).isCloseTo(e, within(1e-13 * e));
        assertThat(new MaternFunction(1.5, z).value).isCloseTo((1 + z) * e, within(1e-13 * (1 + z) * e));
        double three = (1 + z + z * z / 3) * e;
        assertThat(new MaternFunction(2.5, z).value).isCloseTo(three, within(1e-13 * three));
        assertThat(new MaternFunction(1.5, z).byArgument).isCloseTo(-z * e, within(1e-13 * z * e));
    }

    /** K_0(1) = 0.42102443824070834 and K_1(1) = 0.6019072301972346 (Abramowitz and Stegun 1964, table 9.8). */
    @Test
    void wholeOrders() {
        assertThat(new MaternFunction(1, 1).value).isCloseTo(0.6019072301972346, within(1e-14));
        assertThat(new MaternFunction(1, 1).byArgument).isCloseTo(-0.42102443824070834, within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.4, 1.2, 7, 60})
    void slopes(double k) {
        for (double z : new double[] {0.01, 0.7, 3, 12}) {
            MaternFunction at = new MaternFunction(k, z);
            assertThat(at.value).isBetween(0.0, 1 + 1e-12);
            assertDerivative("z " + z, at.byArgument, x -> new MaternFunction(k, x).value, z, 1e-3 * z, 10);
            assertDerivative("k " + k, at.byOrder, x -> new MaternFunction(x, z).value, k, 1e-3 * k, 10);
        }
    }

    /** For large k the expansion, from 150 on, goes on where the sum ends; and M comes to exp(-u^2 / 2) at z = sqrt(2 k) u. */
    @Test
    void largeOrders() {
        for (double z : new double[] {1, 12, 40}) {
            MaternFunction sum = new MaternFunction(Math.nextDown(150.0), z);
            MaternFunction expansion = new MaternFunction(150, z);
            assertThat(expansion.value).isCloseTo(sum.value, within(1e-11 * sum.value));
            assertThat(expansion.byArgument).isCloseTo(sum.byArgument, within(1e-7 * Math.abs(sum.byArgument)));
            assertThat(expansion.byOrder).isCloseTo(sum.byOrder, within(1e-7 * sum.byOrder));
        }
        for (double k : new double[] {1e4, 1e8, 1e15, 1e200})
            for (double u : new double[] {0.01, 1, 3})
                assertThat(new MaternFunction(k, Math.sqrt(2 * k) * u).value)
                        .isCloseTo(Math.exp(-u * u / 2), within(1 / k + 1e-14));
    }

    /** Nothing, and soon, where there is no value: such arguments come up on the way to the end of a search that has none. */
    @ParameterizedTest
    @ValueSource(doubles = {0, Double.POSITIVE_INFINITY, Double.NaN})
    void outside(double none) {
        assertThat(new MaternFunction(none, 1).value).isNaN();
        assertThat(new MaternFunction(1, none).value).isNaN();
    }
}
