package org.glmmsql.engine;

import java.sql.SQLException;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Failures;
import org.glmmsql.error.GlmmException;

/** Failures as a JDBC user sees them. */
public final class SqlErrors {
    private static final int VENDOR_CODES = 71000;

    private SqlErrors() {}

    /** An SQLException whose message begins with the GLMM code, with the nearest standard SQLState. */
    public static SQLException of(Throwable failure) {
        if (failure instanceof SQLException sql) {
            return sql;
        }
        GlmmException coded = Failures.coded(failure);
        return new SQLException(
                coded.getMessage(),
                state(coded.code()),
                VENDOR_CODES + coded.code().number(),
                coded);
    }

    private static String state(ErrorCode code) {
        return switch (code) {
            case MEMORY -> "53200";
            case CANCELLED -> "57014";
            case ENGINE -> "0A000";
            case INTERNAL -> "58000";
            default -> "22023";
        };
    }
}
