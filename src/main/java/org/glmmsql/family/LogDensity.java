package org.glmmsql.family;

/**
 * log f(y | eta_0, ..., eta_K-1) of one family with its links, and its derivatives: the inner loop of every fit. A row has one linear
 * predictor eta_s for each {@link Parameter} of the family, the mean's first. Implementations are stateless, allocate nothing per row,
 * and are right for |eta| up to 800: where log f is too low for a double (a count with mean e^800), and where eta gives no mean in the
 * family's range (a negative mean of a count), log f = -infinity and the derivatives mean nothing.
 *
 * <p>Terms that depend on no predictor are left out here; they are {@link #logConstant}.
 */
public interface LogDensity {
    /** Rows of {@code out}: log f, and its derivatives by the predictor of the mean, eta, and a second one, tau ({@link Want}). */
    int L = 0, L_ETA = 1, L_ETA2 = 2, L_ETA3 = 3, L_TAU = 4, L_ETA_TAU = 5, L_ETA2_TAU = 6;

    /** K, the number of linear predictors a row has. */
    int predictors();

    /**
     * Fills the rows asked for at positions 0..len-1 of {@code out}; other rows are left as they are. A weight of 0 gives 0.
     *
     * @param y responses; row j of the block is {@code y[row + j]}
     * @param w prior weights with the family's meaning (binomial: trials), indexed like y
     * @param eta linear predictors, {@code eta[s][j]}
     * @param out by the places of {@link Want}; rows that are not asked for may be empty
     */
    void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out);

    /**
     * Whether log f is concave in some of its predictors together, for every y: then the h-likelihood has one mode, wherever the search
     * for it begins.
     *
     * @param random the predictors, bit s for predictor s
     */
    boolean concave(int random);

    /**
     * Whether the h-likelihood has one mode, wherever the search for it begins: where log f is concave, or where it has one maximum and rows
     * of one mean rise and fall together, as responses that are not at odds beyond what a model has.
     *
     * @param random the predictors, bit s for predictor s
     */
    default boolean oneMode(int random) {
        return concave(random);
    }

    /** The part of log f(y_i) that depends on no predictor. */
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
