package org.glmmsql.model;

/** Predictions of some rows, with their derivatives by the estimates of a model. */
interface Derived {
    /** Whether row i has a value. */
    boolean isKnown(int i);

    double value(int i);

    /** Adds a multiple of the derivatives of the value of row i by {@link FittedModel#parameters}, random effects held. */
    void addGradient(int i, double times, double[] gradient);
}
