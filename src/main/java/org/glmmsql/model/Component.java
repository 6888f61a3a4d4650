package org.glmmsql.model;

import java.util.List;
import org.glmmsql.design.DroppedColumn;

/**
 * The linear predictor of a parameter: of the mean, or of another one that has estimates of its own.
 *
 * @param parameter as the model text says it: dispersion, zero, shape; mean for the one that the formula models
 * @param name as broom.mixed names the part of a model: cond, disp, zero, shape
 * @param link of the parameter
 * @param coefficients all columns in order, dropped ones as NaN
 * @param terms of the fixed part, as printed
 * @param assign for each column the number of its term, from 1; 0 for the intercept
 * @param dropped how the dropped columns depend on those kept
 */
public record Component(
        String parameter,
        String name,
        String link,
        List<Coefficient> coefficients,
        List<String> terms,
        List<Integer> assign,
        List<DroppedColumn> dropped) {
    /** Of the mean. */
    public static final String COND = "cond";

    /** Where responses between two ends go over to them. */
    public static final String CUTPOINT = "cutpoint";

    /** The thresholds between ordered categories. */
    public static final String THRESHOLD = "threshold";

    /** The same with other limits. */
    public Component with(List<Coefficient> limited) {
        return new Component(parameter, name, link, limited, terms, assign, dropped);
    }

    /** By how many coefficients the modes of random effects are told their slopes: of the mean, and thresholds. */
    static int followed(List<Component> components) {
        return components.stream()
                .filter(c -> c.name().equals(COND) || c.name().equals(THRESHOLD))
                .mapToInt(c -> c.kept().size())
                .sum();
    }

    /** The coefficients that have estimates. */
    public List<Coefficient> kept() {
        return coefficients.stream().filter(c -> !Double.isNaN(c.estimate())).toList();
    }
}
