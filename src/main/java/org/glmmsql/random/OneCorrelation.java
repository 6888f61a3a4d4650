package org.glmmsql.random;

import java.util.List;

/**
 * Effects by position with one standard deviation and correlations of one parameter: theta = (sd, free in sign, and x for q > 1), x any
 * number, of which rho is told.
 */
abstract class OneCorrelation implements Structure {
    /** Of the correlation matrix of q effects. @param at the place of x in theta, which one effect has not */
    abstract CorrelationFactor factor(int q, double[] theta, int at);

    /** For q > 1. */
    abstract double rho(int q, double x);

    /** x of independent effects. */
    abstract double independent(int q);

    @Override
    public final List<Theta> parameters(int q) {
        return q > 1 ? List.of(Theta.entry("sd"), Theta.free("rho")) : List.of(Theta.entry("sd"));
    }

    @Override
    public final boolean ownScales() {
        return false;
    }

    @Override
    public final Where where() {
        return Where.STEP;
    }

    @Override
    public final void lambda(int q, double[] theta, int from, double[] lambda) {
        factor(q, theta, from + 1).scaled(theta[from], lambda);
    }

    @Override
    public final void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        factor(q, theta, from + 1).scaledGradient(theta[from], g, gradient, from);
    }

    @Override
    public final void start(int q, double[] sd, double[] theta, int from) {
        theta[from] = CorrelationFactor.shared(sd, q);
        if (q > 1) {
            theta[from + 1] = independent(q);
        }
    }

    @Override
    public final List<Told> told(List<String> columns, String label) {
        int q = columns.size();
        return q == 1
                ? List.of(Told.shared(label))
                : List.of(Told.shared(label), Told.number("rho", true, (theta, from) -> rho(q, theta[from + 1])));
    }

    @Override
    public final boolean contains(String other) {
        return List.of(name(), "homdiag").contains(other);
    }
}
