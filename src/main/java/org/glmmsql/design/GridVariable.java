package org.glmmsql.design;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.FixedPart;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.Variables;
import org.jspecify.annotations.Nullable;

/**
 * A column that the fixed part of the mean or its offset reads, as a {@link ReferenceGrid} has it: a factor with its levels, or a number.
 *
 * @param factor as printed among the terms, x or factor(x); null for a number
 * @param levels of the factor; none for a number
 */
public record GridVariable(String name, @Nullable String factor, List<String> levels) {
    /** Whether it stands at each of its levels. */
    public boolean isFactor() {
        return factor != null;
    }

    /** Those of the mean, in the order of the model text. @param spec a closed model */
    public static List<GridVariable> of(ModelSpec spec, Recipe recipe) {
        FixedPart part = spec.formula().fixed();
        Set<String> names = new LinkedHashSet<>();
        List<Expr> factors = new ArrayList<>();
        part.terms().forEach(term -> {
            names.addAll(Variables.of(term.factors()));
            factors.addAll(term.factors());
        });
        OffsetSum.of(spec).map(Variables::of).ifPresent(names::addAll);
        return spec.variables().stream()
                .filter(names::contains)
                .map(name -> of(name, factors, recipe))
                .toList();
    }

    private static GridVariable of(String name, List<Expr> factors, Recipe recipe) {
        for (Expr factor : factors) {
            List<String> levels = recipe.levels().get(factor.text());
            if (levels != null
                    && FactorLevels.variable(factor).filter(name::equals).isPresent()) {
                return new GridVariable(name, factor.text(), levels);
            }
        }
        return new GridVariable(name, null, List.of());
    }
}
