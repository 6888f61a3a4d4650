package org.glmmsql.error;

/** The catalogue of user-visible errors. Numbers are a promise: they are never reused or renumbered. */
public enum ErrorCode {
    // 1xx: the model text
    SYNTAX(101, "the model text cannot be read"),
    UNKNOWN_FUNCTION(102, "a function in the formula is not known"),
    UNKNOWN_OPTION(103, "an option is not known"),
    UNKNOWN_FAMILY(104, "a family, link, law or method is not known"),
    BAD_OPTION_VALUE(105, "an option has a value it cannot take"),
    EMPTY_MODEL_TEXT(106, "the model text is empty"),
    LIMIT(107, "the model text or a stored model is larger or deeper than allowed"),
    // 2xx: the columns
    UNKNOWN_COLUMN(201, "a variable of the formula has no column"),
    COLUMN_COUNT(202, "the number of columns differs from the number of variables"),
    COLUMN_TYPE(203, "a column has a type that its place in the formula does not take"),
    NOT_FINITE(204, "a column holds NaN or an infinite value"),
    UNKNOWN_LEVEL(205, "a value is not among the levels of its factor"),
    MISSING_VALUES(206, "rows with NULL while na_action = fail"),
    // 3xx: the response
    RESPONSE_TYPE(301, "the response has a type or form the family does not take"),
    RESPONSE_RANGE(302, "the response has values outside the family's range"),
    WEIGHTS_RANGE(303, "prior weights are negative or not usable"),
    // 4xx: combinations
    NOT_APPLICABLE(401, "an option means nothing for this model"),
    NOT_COMPARABLE(402, "the models cannot be compared"),
    NOT_NESTED(403, "neither of two models is a special case of the other, so there is no likelihood ratio test"),
    // 5xx: stored models
    NOT_A_MODEL(501, "a value is not a model of glmm-sql"),
    NEWER_MODEL(502, "a stored model is of a newer format"),
    NOT_FITTED(503, "the model has no estimates, its status is not ok"),
    PREDICT(504, "a row cannot be scored"),
    NOT_KEPT(505, "the model does not keep what the function needs"),
    // 6xx: resources
    MEMORY(601, "not enough memory for the rows of a fit"),
    CANCELLED(602, "the fit was cancelled"),
    // 7xx: the database and files
    ENGINE(701, "the database or its driver cannot be used"),
    FILE(702, "a file cannot be read or written"),
    QUERY(703, "the query argument cannot be run"),
    // 9xx: ours
    INTERNAL(901, "a defect of glmm-sql");

    private final int number;
    private final String meaning;

    ErrorCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The three-digit number of {@code GLMM-nnn}. */
    public int number() {
        return number;
    }

    /** What the code stands for, for the manual. */
    public String meaning() {
        return meaning;
    }
}
