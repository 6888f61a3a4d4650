package org.glmmsql.frame;

import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/**
 * Text values, coded.
 *
 * @param codes at least {@code size} entries, index into {@code levels}, or -1 for NULL
 * @param levels distinct values; in their own order if {@code ordered}, else in any order (the frame sorts them by value)
 * @param ordered whether the database declares an order (ENUM)
 * @param stray a text among numbers, where a column holds both (SQLite), or null; the first in order, whatever the order of rows
 */
public record FactorColumn(
        String name,
        int[] codes,
        List<String> levels,
        int size,
        boolean ordered,
        @Nullable String stray) implements Column {
    /** Values that are texts in the database, too. */
    public FactorColumn(String name, int[] codes, List<String> levels, int size, boolean ordered) {
        this(name, codes, levels, size, ordered, null);
    }

    /** Levels, but no number and no term of its own: which of both it was meant to be is not known. */
    GlmmException mixed() {
        return new GlmmException(
                ErrorCode.COLUMN_TYPE,
                "column '" + name + "' has numbers and texts (first: '" + stray
                        + "'); make such texts NULL or numbers, as in" + " nullif(" + name + ", '" + stray
                        + "'), or write factor(" + name + ") if its values are levels");
    }

    @Override
    public boolean isMissing(int row) {
        return codes[row] < 0;
    }
}
