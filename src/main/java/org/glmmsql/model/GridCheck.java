package org.glmmsql.model;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.glmmsql.design.ReferenceCells;
import org.glmmsql.design.ReferenceGrid;
import org.glmmsql.design.ReferenceVariable;
import org.glmmsql.design.StoredDesign;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.frame.Spread;

/** What is said of the rows of the fit is said of the variables and factors of the formula, and is possible. */
final class GridCheck implements ModelCheck {
    private static final Set<String> KINDS = Set.of("number", "boolean", "date", "text");

    @Override
    public void check(FittedModel model, ModelSpec spec) {
        ReferenceGrid grid = model.grid();
        if (grid.variables().isEmpty() && grid.cells().isEmpty()) {
            return;
        }
        StoredDesign design = StoredDesign.of(spec, model.recipe());
        List<String> names =
                grid.variables().stream().map(ReferenceVariable::name).toList();
        ModelCheck.require(
                names.equals(design.gridVariables()),
                () -> "its 'variables' are not those of its formula's fixed part");
        for (ReferenceVariable variable : grid.variables()) {
            Spread spread = variable.spread();
            ModelCheck.require(
                    KINDS.contains(variable.kind()) && (spread == null || isPossible(spread)),
                    () -> "its 'variables' have an impossible number or kind of '" + variable.name() + "'");
        }
        List<String> factors =
                grid.cells().stream().flatMap(table -> table.factors().stream()).toList();
        ModelCheck.require(
                factors.equals(design.gridFactors())
                        && (grid.cells().size() <= 1 || grid.cells().size() == factors.size()),
                () -> "its 'cells' are not of the factors of its formula's fixed part");
        for (ReferenceCells table : grid.cells()) {
            cells(table, model);
        }
    }

    private static boolean isPossible(Spread spread) {
        boolean ordered = true;
        double before = Double.NEGATIVE_INFINITY;
        for (double value : spread.distinct()) {
            ordered &= before < value && value >= spread.min() && value <= spread.max();
            before = value;
        }
        return ordered
                && spread.distinct().size() <= Spread.FEW
                && spread.min() <= spread.mean()
                && spread.mean() <= spread.max()
                && ModelCheck.isSize(spread.sd());
    }

    private static void cells(ReferenceCells table, FittedModel model) {
        List<Integer> sizes = table.factors().stream()
                .map(factor -> model.recipe().levels().get(factor).size())
                .toList();
        long rows = 0;
        Set<List<Integer>> seen = new HashSet<>();
        for (int[] row : table.counts()) {
            boolean possible = row.length == sizes.size() + 1 && row[row.length - 1] > 0;
            for (int f = 0; possible && f < sizes.size(); f++) {
                possible = row[f] >= 0 && row[f] < sizes.get(f);
            }
            ModelCheck.require(
                    possible
                            && seen.add(
                                    Arrays.stream(row, 0, sizes.size()).boxed().toList()),
                    () -> "a row of its 'cells' is no combination of levels, or twice");
            rows += row[row.length - 1];
        }
        long counted = rows;
        ModelCheck.require(
                counted == model.nobs(),
                () -> "its 'cells' have " + counted + " rows, and its 'nobs' is " + model.nobs());
    }
}
