package org.glmmsql.family;

/** A value and its first three derivatives by eta, in an array of four. */
final class Jets {
    static final int SIZE = 4;

    private Jets() {}

    static void set(double[] jet, double value, double d1, double d2, double d3) {
        jet[0] = value;
        jet[1] = d1;
        jet[2] = d2;
        jet[3] = d3;
    }

    /** From the jet of f at -eta to the jet of eta -> f(-eta). */
    static void reflect(double[] jet) {
        jet[1] = -jet[1];
        jet[3] = -jet[3];
    }

    static void outside(double[] jet) {
        set(jet, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
}
