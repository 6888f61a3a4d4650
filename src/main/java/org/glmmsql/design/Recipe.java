package org.glmmsql.design;

import java.util.List;
import java.util.Map;

/**
 * What the data fixed in the design, so that new rows get the same columns: stored with the model, plain content only.
 *
 * @param variables names of the columns a scoring call binds, in order of first appearance in the model text
 * @param levels levels of each factor among the terms, by its printed expression, in order (the first is the reference of treatment contrasts); a
 *     term that is not here is numeric
 * @param contrasts coding of each of these factors: treatment, sum, helmert, poly
 * @param constants numbers of data-dependent calls, by printed call: centre and scale of scale(x), the recurrence of poly(x, k)
 * @param categories names of the ordered categories of the response, from the lowest; empty for any other response
 * @param response the two levels of a response that came as text, the second being success; empty for any other response
 */
public record Recipe(
        List<String> variables,
        Map<String, List<String>> levels,
        Map<String, String> contrasts,
        Map<String, List<Double>> constants,
        List<String> categories,
        List<String> response) {
    /** Of a response that is no ordered category. */
    public Recipe(
            List<String> variables,
            Map<String, List<String>> levels,
            Map<String, String> contrasts,
            Map<String, List<Double>> constants) {
        this(variables, levels, contrasts, constants, List.of(), List.of());
    }

    /** @param levels of the response, which are categories or two of text; empty for numbers */
    Recipe with(List<String> levels, boolean ofCategories) {
        return new Recipe(
                variables,
                this.levels,
                contrasts,
                constants,
                ofCategories ? List.copyOf(levels) : List.of(),
                ofCategories || levels.size() != 2 ? List.of() : List.copyOf(levels));
    }
}
