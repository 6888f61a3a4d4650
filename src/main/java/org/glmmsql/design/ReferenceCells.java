package org.glmmsql.design;

import java.util.List;

/**
 * How many rows of a fit have each combination of levels.
 *
 * @param factors printed expressions whose levels are in the {@link Recipe}
 * @param counts a row for each combination that occurs: the place of each factor's level among its levels, then the number of rows
 */
public record ReferenceCells(List<String> factors, List<int[]> counts) {}
