package org.glmmsql.frame;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Numbers, one per row.
 *
 * @param values at least {@code size} entries; dates are days since 1970-01-01, booleans 0 and 1
 * @param missing the rows that are NULL, or null if there are none; NaN in {@code values} is a NaN of the data, not NULL
 */
public record NumericColumn(
        String name,
        Kind kind,
        double[] values,
        int size,
        @Nullable BitSet missing) implements Column {
    /** What the numbers were in the database. A BOOLEAN covariate is a factor with levels FALSE, TRUE. */
    public enum Kind {
        NUMBER,
        BOOLEAN,
        DATE
    }

    @Override
    public boolean isMissing(int row) {
        return missing != null && missing.get(row);
    }
}
