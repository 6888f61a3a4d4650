package org.glmmsql.design;

import java.util.List;

/**
 * Columns of a fixed-effects model matrix X, n x p, of full rank.
 *
 * @param names the p names of the columns kept, as R prints them
 * @param columns p arrays of at least n values; they may be the database columns' own arrays, never written to
 * @param allNames names of all columns before dependent ones were dropped, in order; {@code names} is a sub-list
 * @param dropped the dependent ones, in order
 */
public record FixedDesign(List<String> names, double[][] columns, List<String> allNames, List<DroppedColumn> dropped) {
    public int p() {
        return columns.length;
    }
}
