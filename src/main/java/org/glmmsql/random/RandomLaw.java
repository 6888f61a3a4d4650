package org.glmmsql.random;

/**
 * log density of one latent variable w, standardised so that b = Lambda w is the effect on the linear predictor: the h-likelihood
 * adds it like a row of data whose linear predictor is w (Lee and Nelder 1996, section 3). A normal law has w ~ N(0, 1).
 * Other laws have one parameter, theta = sqrt(lambda), which also scales w: v = scale theta w, so that theta -> 0 tends to the
 * normal law smoothly (DESIGN, D-R4). f(w; theta) = f(-w; -theta): a likelihood is even in theta. v is neither centred at its mean
 * nor at its mode for every law. One class each, registered in {@link RandomLaws}.
 */
public interface RandomLaw {
    /** As written in a model text: normal, gamma(log), ... */
    String name();

    /** Whether the density itself depends on theta (false for the normal law). */
    boolean dependsOnTheta();

    /** Rows of {@code out}: log f, derivatives by w, and by theta of log f, f' and f''. */
    int F = 0, F1 = 1, F2 = 2, F3 = 3, F_T = 4, F1_T = 5, F2_T = 6, ROWS = 7;

    /**
     * Fills all rows of {@code out[.]} at one w and theta, every constant included. Where no u gives this w, log f = -infinity and
     * the derivatives are NaN.
     */
    void evaluate(double w, double theta, double[] out);

    /**
     * Derivative by theta of log f less its saddlepoint approximation, which does not depend on w: what extended quasi-likelihood
     * leaves out (Lee and Nelder 2001). 0 for the normal law.
     */
    double saddlepointErrorSlope(double theta);

    /** The effect on the linear predictor per unit of w, as a multiple of theta (1 for the normal law). */
    double scale();

    /** The random effect on its own scale, u(v), given the effect v on the linear predictor. */
    double u(double v);

    /** du / dv. */
    double uPrime(double v);

    /** E u, for lambda = theta^2. */
    double mean(double lambda);

    /** Var u, for lambda = theta^2; infinite where there is none. */
    double variance(double lambda);

    /** Var v, of the effect on the linear predictor, for lambda = theta^2 > 0. */
    double effectVariance(double lambda);

    /** The effect v on the linear predictor that one is below with probability p, lambda > 0. */
    double quantile(double lambda, double p);

    /** Gauss's rule with n nodes for v, the effect on the linear predictor, lambda > 0. */
    LawQuadrature quadrature(double lambda, int n);
}
