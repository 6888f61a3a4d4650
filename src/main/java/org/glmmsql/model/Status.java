package org.glmmsql.model;

import java.util.Locale;

/** How a fit ended. Everything but OK comes with a message that names the remedy. */
public enum Status {
    OK("a maximum was found; the message says what is singular about it, if anything"),
    NO_DATA("no complete row of a weight other than 0"),
    INVALID_DATA("the rows hold values that no model of this kind can have; the message is that of the error"),
    TOO_FEW_GROUPS("a grouping factor has one level"),
    CONSTANT_RESPONSE("all responses are equal"),
    SEPARATION(
            "the responses are separated, and estimates infinite: by a combination of columns, which are named (the other estimates are"
                    + " those of the other rows), or by groups in which all responses are the same (no estimates if all groups are so; with"
                    + " nearly all, the estimates are there and the message gives the standard deviation)"),
    NOT_IDENTIFIED(
            "the data cannot tell some parameters apart, which are named: random terms with the same groups, effects that do not vary"
                    + " within or between groups, as many effects as rows"),
    PERFECT_FIT("the linear predictor gives the responses exactly: the dispersion goes to 0"),
    BOUNDARY(
            "the likelihood rises up to where means leave their range, or without end towards the limit of a link whose means do"
                    + " not reach the responses: there is no maximum inside"),
    NOT_CONVERGED("the search ended without a maximum, or ran after an infinite variance");

    private final String meaning;

    Status(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }

    /** As in the column {@code status}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
