package org.glmmsql.optimize;

/** As many smooth equations f(x) = 0 as unknowns. */
@FunctionalInterface
public interface Equations {
    /** f(x) into {@code f}. @return false outside the domain */
    boolean evaluate(double[] x, double[] f);
}
