package org.glmmsql.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenseCholeskyTest {
    /** Sizes around the panel of 32, the unrolling of 4 and the tile of 256. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 31, 32, 33, 65, 255, 257, 300})
    void theInverseTimesTheMatrixIsTheIdentity(int n) {
        double[][] a = positiveDefinite(n);
        DenseCholesky cholesky = factored(a, 1);
        cholesky.invert();
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) sum += a[i][k] * cholesky.inverse[k][j];
                assertThat(sum).isCloseTo(i == j ? 1 : 0, within(1e-12));
            }
    }

    @Test
    void aSolutionSolvesTheSystem() {
        int n = 70;
        double[][] a = positiveDefinite(n);
        double[] x = new double[n + 2];
        for (int i = 0; i < n; i++) x[i + 2] = i % 5 - 2;
        double[] b = x.clone();
        factored(a, 1).solve(x, 2);
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 0; k < n; k++) sum += a[i][k] * x[k + 2];
            assertThat(sum).isCloseTo(b[i + 2], within(1e-11));
        }
    }

    @Test
    void theDeterminantIsThatOfTheLeadingBlock() {
        double[][] a = {{4, 2, 1}, {2, 5, 3}, {1, 3, 6}};
        DenseCholesky cholesky = factored(a, 1);
        assertThat(cholesky.logDet(0)).isCloseTo(Math.log(67), within(1e-14));
        assertThat(cholesky.logDet(1)).isCloseTo(Math.log(16), within(1e-14));
    }

    @Test
    void anIndefiniteMatrixIsRefused() {
        double[][] a = {{1, 2}, {2, 1}};
        DenseCholesky cholesky = new DenseCholesky(2, 1, new Checkpoint(() -> {}));
        for (int i = 0; i < 2; i++) cholesky.a[i] = a[i].clone();
        assertThat(cholesky.factor()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void threadsDoNotChangeABit(int threads) {
        double[][] a = positiveDefinite(300);
        DenseCholesky one = factored(a, 1);
        DenseCholesky several = factored(a, threads);
        one.invert();
        several.invert();
        assertThat(Arrays.deepEquals(one.a, several.a)).isTrue();
        assertThat(Arrays.deepEquals(one.inverse, several.inverse)).isTrue();
    }

    private static DenseCholesky factored(double[][] a, int threads) {
        DenseCholesky cholesky = new DenseCholesky(a.length, threads, new Checkpoint(() -> {}));
        for (int i = 0; i < a.length; i++) System.arraycopy(a[i], 0, cholesky.a[i], 0, a.length);
        assertThat(cholesky.factor()).isTrue();
        return cholesky;
    }

    private static double[][] positiveDefinite(int n) {
        Random random = new Random(n);
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) a[i][j] = a[j][i] = random.nextGaussian();
            a[i][i] = 4 * Math.sqrt(n) + 1;
        }
        return a;
    }
}
