package org.glmmsql.random;

/**
 * A covariance structure of the q random coefficients of a term: theta to the relative or absolute factor Lambda, q x q lower
 * triangular, Sigma = Lambda Lambda'. One class each, registered in {@link Covariances}. Matrices are row-major arrays.
 */
public interface Covariance {
    String name();

    /** Number of parameters for q coefficients. */
    int size(int q);

    /** Lambda(theta) into {@code lambda} (q * q, row-major, upper part zero). {@code theta} is read from {@code from}. */
    void lambda(int q, double[] theta, int from, double[] lambda);

    /**
     * Chain rule: adds d f / d theta to {@code gradient} from {@code from}, given g = d f / d Lambda (q * q, row-major, only the
     * lower triangle is read).
     */
    void gradient(int q, double[] theta, int from, double[] g, double[] gradient);

    /** Whether theta_k is an entry of Lambda: the likelihood is even in it, 0 is its boundary, and it scales with the effects. */
    default boolean isEntry(int q, int k) {
        return true;
    }

    /** theta of independent coefficients with the standard deviations given, which are positive. */
    void start(int q, double[] sd, double[] theta, int from);
}
