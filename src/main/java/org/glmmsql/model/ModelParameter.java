package org.glmmsql.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.glmmsql.formula.ResidualPart;
import org.jspecify.annotations.Nullable;

/**
 * An estimated number of a model, with a row in its joint covariance matrix.
 *
 * @param component as in {@link TidyRow}
 * @param group null for a coefficient
 * @param name of a coefficient its column; sd__x, cor__x.z as in {@link TidyRow}; root_lambda__x for a law that is not normal
 * @param scale on which the estimate and its covariances are: link, sd, correlation, root_lambda, or the name itself of a number of the residuals
 */
public record ModelParameter(String component, @Nullable String group, String name, String scale, double estimate) {
    /** The coefficients of all components that have estimates, then what was estimated of the rows of {@link FittedModel#varCorr}. */
    static List<ModelParameter> of(FittedModel model) {
        List<ModelParameter> parameters = new ArrayList<>();
        for (Component component : model.components()) {
            component
                    .kept()
                    .forEach(c ->
                            parameters.add(new ModelParameter(component.name(), null, c.term(), "link", c.estimate())));
        }
        places(model.terms(), model.varCorr(), model.residual())
                .forEach(place -> parameters.add(of(model.varCorr().get(place))));
        return parameters;
    }

    /** Which rows of variance components are parameters, in their order: those that do not follow from others. */
    public static List<Integer> places(List<RandomTerm> terms, List<VarCorr> varCorr, @Nullable ResidualPart residual) {
        Set<Integer> others = new HashSet<>();
        for (RandomTerm term : terms) {
            others.addAll(term.told());
            term.parameters().forEach(others::remove);
        }
        return IntStream.range(0, varCorr.size())
                .boxed()
                .filter(place -> !others.contains(place) && !follows(varCorr.get(place), residual))
                .toList();
    }

    /** Whether a number of the residuals follows from others; by = stands before its name. */
    private static boolean follows(VarCorr row, @Nullable ResidualPart residual) {
        String name = row.isNamed() ? row.term1() : null;
        return name != null
                && residual != null
                && residual.structure().follows(name.substring(name.lastIndexOf(':') + 1));
    }

    private static ModelParameter of(VarCorr row) {
        String scale =
                row.isLambda() ? "root_lambda" : row.isNamed() ? row.term1() : row.isDeviation() ? "sd" : "correlation";
        String name = row.isLambda() ? "root_lambda__" + row.term1() : TidyRow.name(row);
        return new ModelParameter(row.component(), row.group(), name, scale, row.sdOrCorr());
    }
}
