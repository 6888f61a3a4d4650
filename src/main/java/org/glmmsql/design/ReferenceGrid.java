package org.glmmsql.design;

import java.util.List;
import org.glmmsql.frame.Spread;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a fit were like, by which means at typical values are made without them.
 *
 * @param variables the columns that the fixed parts and offsets read, in the order of the model text
 * @param cells how many rows have each combination of levels of the factors of the fixed parts: one table of all factors, or, where more
 *     than {@link #MOST_CELLS} combinations occur, one of each factor
 */
public record ReferenceGrid(List<Variable> variables, List<Cells> cells) {
    /** Nothing is known. */
    public static final ReferenceGrid NONE = new ReferenceGrid(List.of(), List.of());

    /** Combinations that are counted one by one. */
    public static final int MOST_CELLS = 10_000;

    /**
     * One column.
     *
     * @param kind number, boolean, date or text
     * @param spread in days since 1970-01-01 for a date; null for a text
     */
    public record Variable(
            String name, String kind, @Nullable Spread spread) {}

    /**
     * @param factors printed expressions whose levels are in the {@link Recipe}
     * @param counts a row for each combination that occurs: the place of each factor's level among its levels, then the number of rows
     */
    public record Cells(List<String> factors, List<int[]> counts) {}
}
