package org.glmmsql.model;

import java.util.Locale;

/** How a fit ended. Everything but OK comes with a message that names the remedy. */
public enum Status {
    OK,
    /** No complete row. */
    NO_DATA,
    /** The rows hold values that no model of this kind can have; the message is that of the error. */
    INVALID_DATA,
    /** A grouping factor has one level, or as many levels as rows where the model then has no maximum. */
    TOO_FEW_GROUPS,
    CONSTANT_RESPONSE,
    /** A combination of columns separates the responses: estimates are infinite. */
    SEPARATION,
    /** More parameters than the data can tell apart. */
    NOT_IDENTIFIED,
    /** The linear predictor gives the responses exactly: the dispersion goes to 0. */
    PERFECT_FIT,
    /** The likelihood rises up to where means leave their range: there is no maximum inside. */
    BOUNDARY,
    NOT_CONVERGED;

    /** As in the column {@code status}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
