package org.glmmsql.likelihood;

/**
 * A gaussian model whose beta is the generalised least-squares one, (X' V^-1 X)^-1 its covariance, V a function of psi without beta: what
 * is to be known of how this depends on it.
 */
public interface GeneralizedLeastSquares {
    /** Derivatives of the covariance of beta, p x p, by each parameter of psi after beta (D60, D61). */
    double[][][] betaCovarianceSlopes(double[] psi);
}
