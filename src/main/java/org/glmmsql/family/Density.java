package org.glmmsql.family;

/**
 * log f(y | eta, tau) of one family with one link, and its derivatives: the inner loop of every fit. tau = log dispersion,
 * 0 for families without one. Implementations are stateless, allocate nothing per row, and are right for |eta| up to 800: where
 * log f is too low for a double (a count with mean e^800), and where eta gives no mean in the family's range (a negative mean of
 * a count), log f = -infinity and the derivatives mean nothing.
 *
 * <p>Terms that depend neither on eta nor on tau are left out here; they are {@link #logConstant}.
 */
public interface Density {
    /** Rows of {@code out}: log f, its derivatives by eta, and by tau. */
    int L = 0, L_ETA = 1, L_ETA2 = 2, L_ETA3 = 3, L_TAU = 4, L_ETA_TAU = 5, L_ETA2_TAU = 6, ROWS = 7;

    /**
     * What is wanted: any sum of these. NEWTON gives L_ETA and L_ETA2; DISPERSION gives the three tau rows, and may fill those of
     * VALUE and NEWTON on the way.
     */
    int VALUE = 1, NEWTON = 2, THIRD = 4, DISPERSION = 8, ALL = 15;

    /**
     * Fills the rows asked for at positions 0..len-1 of {@code out}; other rows are left as they are. A weight of 0 gives 0.
     *
     * @param y responses; row j of the block is {@code y[row + j]}
     * @param w prior weights with the family's meaning (binomial: trials), indexed like y
     * @param eta linear predictors, {@code eta[j]}
     * @param tau log dispersions, {@code tau[j]}; not read by families without a dispersion
     * @param want sum of VALUE, NEWTON, THIRD, DISPERSION
     */
    void evaluate(int row, int len, double[] y, double[] w, double[] eta, double[] tau, int want, double[][] out);

    /** Whether log f is concave in eta for every y: then the h-likelihood has one mode, wherever the search for it begins. */
    boolean concave();

    /** The part of log f(y_i) that depends neither on eta nor on tau. */
    double logConstant(double y, double w);

    /**
     * Derivative by tau of log f less its saddlepoint approximation -w d / (2 phi) - tau / 2 + constants, d the unit deviance: what
     * extended quasi-likelihood leaves out (Nelder and Pregibon 1987). 0 for families without a dispersion, and where the
     * approximation is exact.
     */
    default double saddlepointErrorSlope(double w, double tau) {
        return 0;
    }
}
