package org.glmmsql.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NewtonSolverTest {
    private static final double[][] UNIT = {{1, 0}, {0, 1}};

    private final NewtonSolver solver = new NewtonSolver(1e-12, 100);

    @Test
    void findsARootFromFar() {
        // x = log 3, y = 2 x, with a Jacobian that is not symmetric
        Root root = solver.solve(
                (x, f) -> {
                    f[0] = 3 - Math.exp(x[0]);
                    f[1] = 2 * x[0] - x[1];
                    return true;
                },
                new double[] {8, -5},
                UNIT);
        assertThat(root.converged()).isTrue();
        assertThat(root.x()).containsExactly(new double[] {Math.log(3), 2 * Math.log(3)}, within(1e-6));
    }

    @Test
    void aRootWhereFRisesIsNoAnswer() {
        // f = x - x^3 has the gradient's minimum 0 between the maxima -1 and 1
        Root between = solver.solve((x, f) -> cubic(x, f), new double[] {0}, new double[][] {{1}});
        assertThat(between.converged()).isFalse();
        Root beside = solver.solve((x, f) -> cubic(x, f), new double[] {0.1}, new double[][] {{1}});
        assertThat(beside.converged()).isTrue();
        assertThat(beside.x()[0]).isCloseTo(1, within(1e-6));
    }

    private static boolean cubic(double[] x, double[] f) {
        f[0] = x[0] - x[0] * x[0] * x[0];
        return true;
    }

    @Test
    void staysInTheDomain() {
        Root root = solver.solve(
                (x, f) -> {
                    f[0] = -Math.log(x[0]);
                    return x[0] > 0;
                },
                new double[] {20},
                new double[][] {{100}});
        assertThat(root.converged()).isTrue();
        assertThat(root.x()[0]).isCloseTo(1, within(1e-6));
    }

    @Test
    void equationsWithoutASolutionAreToldSo() {
        Root root = solver.solve(
                (x, f) -> {
                    f[0] = -1 - x[0] * x[0];
                    return true;
                },
                new double[] {1},
                new double[][] {{1}});
        assertThat(root.converged()).isFalse();
    }
}
