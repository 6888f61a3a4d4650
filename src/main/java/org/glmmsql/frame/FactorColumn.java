package org.glmmsql.frame;

import java.util.List;

/**
 * Text values, coded.
 *
 * @param codes at least {@code size} entries, index into {@code levels}, or -1 for NULL
 * @param levels distinct values; in their own order if {@code ordered}, else in any order (the frame sorts them by value)
 * @param ordered whether the database declares an order (ENUM)
 */
public record FactorColumn(String name, int[] codes, List<String> levels, int size, boolean ordered) implements Column {
    @Override
    public boolean isMissing(int row) {
        return codes[row] < 0;
    }
}
