package org.glmmsql.likelihood;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gaussian model whose beta is the generalised least-squares one, (X' V^-1 X)^-1 its covariance, V a function of psi without beta: what
 * is to be known of how this depends on it.
 */
public interface GeneralizedLeastSquares {
    /** beta at the last parameters evaluated. */
    double[] beta();

    /** Derivatives of the covariance of beta, p x p, by each parameter of psi after beta (D60, D61). */
    double[][][] betaCovarianceSlopes(double[] psi);

    /** What Kenward and Roger make of it; names of their parameters into the list given. */
    ExpectedInformation expectedInformation(double[] psi, List<String> names);

    /** Holds a' beta at a value from now on, in the coordinates of psi. @param a null to hold nothing */
    void hold(double @Nullable [] a, double value);

    /** What the log-likelihood gains for each unit of the value held, at the last parameters evaluated. */
    double slopeOfHeld();
}
