package org.glmmsql.design;

import java.util.List;

/**
 * What the rows of a fit were like, by which means at typical values are made without them.
 *
 * @param variables the columns that the fixed parts and offsets read, in the order of the model text
 * @param cells how many rows have each combination of levels of the factors of the fixed parts: one table of all factors, or, where more
 *     than {@link #MOST_CELLS} combinations occur, one of each factor
 */
public record ReferenceGrid(List<ReferenceVariable> variables, List<ReferenceCells> cells) {
    /** Nothing is known. */
    public static final ReferenceGrid NONE = new ReferenceGrid(List.of(), List.of());

    /** Combinations that are counted one by one. */
    public static final int MOST_CELLS = 10_000;
}
