package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JointCovarianceTest {
    @Test
    void whatIsPossibleStays() {
        double[][] triangle = {{4}, {-6, 9}, {1, 2, 1}};
        JointCovariance.forgetImpossible(triangle);
        assertThat(Arrays.deepEquals(triangle, new double[][] {{4}, {-6, 9}, {1, 2, 1}}))
                .isTrue();
    }

    /** A model with it could not be read again. */
    @Test
    void aCovarianceBeyondItsVariancesIsUnknown() {
        double[][] triangle = {{4}, {6.1, 9}, {0, 0, 1}};
        JointCovariance.forgetImpossible(triangle);
        assertThat(Arrays.deepEquals(triangle, new double[][] {{4}, {Double.NaN, 9}, {0, 0, 1}}))
                .isTrue();
    }

    @Test
    void aNegativeVarianceIsUnknownWithAllBesideIt() {
        double[][] triangle = {{4}, {1, -9}, {0, 0, 1}};
        JointCovariance.forgetImpossible(triangle);
        assertThat(Arrays.deepEquals(triangle, new double[][] {{4}, {Double.NaN, Double.NaN}, {0, Double.NaN, 1}}))
                .isTrue();
    }
}
