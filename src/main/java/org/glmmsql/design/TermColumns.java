package org.glmmsql.design;

import java.util.List;
import org.glmmsql.formula.Options;

/**
 * The columns of a model matrix and what they come from.
 *
 * @param names of the columns, those that a fit drops included
 * @param terms as printed
 * @param assign for each column the number of its term, from 1; 0 for the intercept
 */
public record TermColumns(List<String> names, List<String> terms, List<Integer> assign) {
    /** Of a parameter that a model text says nothing of: an intercept, or its own name where no option could model it. */
    public static TermColumns constant(String parameter) {
        String name = Options.PARAMETERS.contains(parameter) ? ModelMatrix.INTERCEPT : parameter;
        return new TermColumns(List.of(name), List.of(), List.of(0));
    }
}
