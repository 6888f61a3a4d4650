package org.glmmsql.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.glmmsql.special.Differences.assertDerivative;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glmmsql.error.GlmmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class StructureTest {
    /** theta of a term does not begin at place 0 of the whole parameter vector. */
    private static final int FROM = 2;

    static Stream<Structure> structures() {
        return Structures.names().stream().map(Structures::byName);
    }

    private static double[] lambda(Structure structure, int q, double[] theta) {
        double[] lambda = new double[q * q];
        Arrays.fill(lambda, 99);
        structure.lambda(q, theta, FROM, lambda);
        return lambda;
    }

    /** Lambda Lambda'. */
    private static double sigma(double[] lambda, int q, int row, int col) {
        return IntStream.range(0, q)
                .mapToDouble(k -> lambda[row * q + k] * lambda[col * q + k])
                .sum();
    }

    private static double[] randomTheta(Structure structure, int q, Random random) {
        return random.doubles(FROM + structure.parameters(q).size(), -1.5, 1.5).toArray();
    }

    @ParameterizedTest
    @MethodSource("structures")
    void gradientEqualsDifferences(Structure structure) {
        Random random = new Random(1);
        for (int q = 1; q <= 5; q++) {
            int size = q;
            double[] theta = randomTheta(structure, q, random);
            double[] g = random.doubles(q * q, -1, 1).toArray();
            double[] gradient = new double[theta.length];
            Arrays.fill(gradient, 7);
            structure.gradient(q, theta, FROM, g, gradient);
            for (int k = 0; k < theta.length; k++) {
                int place = k;
                assertDerivative(
                        structure.name() + " q=" + q + " theta " + k,
                        gradient[k] - 7,
                        x -> {
                            double[] moved = theta.clone();
                            moved[place] = x;
                            double[] lambda = lambda(structure, size, moved);
                            double sum = 0;
                            for (int row = 0; row < size; row++) {
                                for (int col = 0; col <= row; col++) {
                                    sum += g[row * size + col] * lambda[row * size + col];
                                }
                            }
                            return sum;
                        },
                        theta[k],
                        1e-3,
                        10);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("structures")
    void lambdaIsLowerTriangular(Structure structure) {
        double[] lambda = lambda(structure, 4, randomTheta(structure, 4, new Random(2)));
        for (int row = 0; row < 4; row++) {
            for (int col = row + 1; col < 4; col++) {
                assertThat(lambda[row * 4 + col]).isZero();
            }
        }
    }

    /** Independent, unless only by distance. */
    @ParameterizedTest
    @MethodSource("structures")
    void startHasTheDeviationsGiven(Structure structure) {
        double[] sd = {0.5, 1, 3};
        double[] theta = new double[FROM + structure.parameters(3).size()];
        structure.start(3, sd, theta, FROM);
        double[] lambda = lambda(structure, 3, theta);
        boolean byDistance = List.of("ou", "exp", "gau", "mat").contains(structure.name());
        for (int row = 0; row < 3; row++) {
            double own = structure.ownScales() ? sd[row] : Math.sqrt((0.25 + 1 + 9) / 3);
            assertThat(Math.sqrt(sigma(lambda, 3, row, row))).isCloseTo(own, within(1e-14));
            // of fewer dimensions than effects they cannot be
            boolean independent = !byDistance && row < structure.rank(3);
            for (int col = 0; col < row && independent; col++) {
                assertThat(lambda[row * 3 + col]).isCloseTo(0, within(1e-15));
            }
        }
    }

    @Test
    void unstructuredIsTheLowerTriangleByColumns() {
        assertThat(lambda(Structures.byName("unstructured"), 3, new double[] {0, 0, 1, 2, 3, 4, 5, 6}))
                .containsExactly(1, 0, 0, 2, 4, 0, 3, 5, 6);
    }

    @Test
    void compoundSymmetryHasOneCorrelation() {
        Structure structure = Structures.byName("cs");
        Random random = new Random(3);
        for (int q = 2; q <= 6; q++) {
            double[] theta = randomTheta(structure, q, random);
            double rho = (q / (1 + Math.exp(-theta[theta.length - 1])) - 1) / (q - 1);
            double[] lambda = lambda(structure, q, theta);
            for (int row = 0; row < q; row++) {
                double sd = Math.exp(theta[FROM + row]);
                assertThat(sigma(lambda, q, row, row)).isCloseTo(sd * sd, within(1e-13 * sd * sd));
                for (int col = 0; col < row; col++) {
                    double scale = Math.sqrt(sigma(lambda, q, row, row) * sigma(lambda, q, col, col));
                    assertThat(sigma(lambda, q, row, col) / scale).isCloseTo(rho, within(1e-13));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-600, -40, 40, 600})
    void compoundSymmetryHasItsLimits(double x) {
        Structure structure = Structures.byName("cs");
        double[] theta = {0, 0, 0, 0, 0, 0, x};
        double[] lambda = lambda(structure, 4, theta);
        assertThat(sigma(lambda, 4, 2, 1)).isCloseTo(x > 0 ? 1 : -1 / 3.0, within(1e-12));
        double[] gradient = new double[theta.length];
        structure.gradient(4, theta, FROM, new double[16], gradient);
        assertThat(gradient).containsOnly(0);
        double[] ones = new double[16];
        Arrays.fill(ones, 1);
        structure.gradient(4, theta, FROM, ones, gradient);
        assertThat(gradient).doesNotContain(Double.NaN);
    }

    /** Element by element, with gaps between the positions, whatever the sign of rho. */
    @Test
    void autoregressionIsByDistance() {
        double[] positions = {1, 2, 4, 5, 10};
        Structure structure = Structures.byName("ar1").at(new double[][] {positions});
        for (double x : new double[] {-3, -0.4, 0, 0.7, 40}) {
            double rho = x / Math.sqrt(1 + x * x);
            double[] lambda = lambda(structure, 5, new double[] {0, 0, -1.5, x});
            for (int row = 0; row < 5; row++) {
                for (int col = 0; col <= row; col++) {
                    double expected = 2.25 * Math.pow(rho, positions[row] - positions[col]);
                    assertThat(sigma(lambda, 5, row, col)).isCloseTo(expected, within(1e-13));
                }
            }
        }
    }

    @Test
    void homogeneousCompoundSymmetryIsTheOtherWithEqualDeviations() {
        double[] lambda = lambda(Structures.byName("homcs"), 4, new double[] {0, 0, 1.5, 0.3});
        double log = Math.log(1.5);
        assertThat(lambda(Structures.byName("cs"), 4, new double[] {0, 0, log, log, log, log, 0.3}))
                .containsExactly(lambda, within(1e-14));
    }

    @Test
    void anUnknownStructureIsAnErrorThatListsTheKnown() {
        assertThatThrownBy(() -> Structures.byName("ar7"))
                .isInstanceOf(GlmmException.class)
                .hasMessageContaining("GLMM-104: unknown covariance structure 'ar7'")
                .hasMessageContaining(String.join(", ", Structures.names()));
    }
}
