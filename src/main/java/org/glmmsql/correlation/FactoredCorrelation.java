package org.glmmsql.correlation;

/**
 * The correlation matrix R = L L' of the measurements of a group, m x m, with what a gaussian likelihood asks of it. Measurements are in
 * the order of their places; each row of L^-1 has entries at its own and at the {@link #band} places before.
 */
public interface FactoredCorrelation {
    /** How many places before its own an entry of R^-1 can be: m - 1 where it is full. */
    int band();

    /** x := L^-1 x for the m numbers from a place on. */
    void whiten(double[] x, int from);

    /** log det R. */
    double logDet();

    /** An entry of R^-1, j at most i and at least i - band. */
    double precision(int i, int j);

    /**
     * Adds the gradient by theta of -(groups log det R + tr(R^-1 S)) / 2 to {@code gradient} from {@code from}.
     *
     * @param groups number of groups with these places
     * @param s the sum of their products, S[i][i - k] at i (band + 1) + k
     */
    void addGradient(double groups, double[] s, double[] gradient, int from);
}
