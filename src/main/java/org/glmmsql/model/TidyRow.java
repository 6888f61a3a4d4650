package org.glmmsql.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any estimated parameter of a model in one layout, named as R's broom.mixed names it.
 *
 * @param effect {@code fixed} or {@code ran_pars}
 * @param component {@code cond} for the mean, {@code disp} for the dispersion, {@code zero} for more zeros
 * @param group null for fixed effects
 */
public record TidyRow(
        String effect, String component, @Nullable String group, Coefficient coefficient) {
    /** Relative step of a derivative by central differences. */
    private static final double STEP = 1e-5;

    /** The coefficients of all linear predictors, those of the mean first. */
    static List<TidyRow> fixed(FittedModel model) {
        List<TidyRow> rows = new ArrayList<>();
        model.components().forEach(component -> rows.addAll(fixed(component)));
        return rows;
    }

    static List<TidyRow> fixed(Component component) {
        return component.coefficients().stream()
                .map(c -> new TidyRow("fixed", component.name(), null, c))
                .toList();
    }

    /** All parameters: fixed effects, coefficients of the other parameters, then standard deviations, lambdas and correlations. */
    static List<TidyRow> of(FittedModel model) {
        List<TidyRow> rows = fixed(model);
        for (VarCorr v : model.varCorr()) {
            if (v.isDispersion()) {
                rows.add(row(v, square(v, "phi")));
            } else if (v.isLambda()) {
                rows.add(row(v, square(v, "lambda__" + v.term1())));
                rows.add(row(v, sdOfLaw(v)));
            } else {
                rows.add(row(v, coefficient(name(v), v.sdOrCorr(), v.stdError(), v.confLow(), v.confHigh())));
            }
        }
        return rows;
    }

    private static TidyRow row(VarCorr v, Coefficient coefficient) {
        return new TidyRow("ran_pars", v.component(), v.group(), coefficient);
    }

    private static Coefficient coefficient(String name, double estimate, double stdError, double low, double high) {
        return new Coefficient(name, estimate, stdError, Double.NaN, Double.NaN, Double.NaN, low, high);
    }

    /** The square of the row's root, with the limits of the root squared. */
    private static Coefficient square(VarCorr v, String name) {
        double root = v.sdOrCorr();
        return coefficient(
                name, v.variance(), 2 * root * v.stdError(), v.confLow() * v.confLow(), v.confHigh() * v.confHigh());
    }

    /** The standard deviation of v, which grows with lambda: limits are those of the limits, the error is by the delta method. */
    private static Coefficient sdOfLaw(VarCorr v) {
        double root = v.sdOrCorr();
        double slope = (v.sdOfEffect(root * (1 + STEP)) - v.sdOfEffect(root * (1 - STEP))) / (2 * STEP * root);
        return coefficient(
                "sd__" + v.term1(),
                v.sd(),
                slope * v.stdError(),
                v.sdOfEffect(v.confLow()),
                v.sdOfEffect(v.confHigh()));
    }

    /** As broom.mixed names a row. */
    public static String name(VarCorr v) {
        if (v.term1() == null) {
            return v.isDispersion() ? "root_phi" : "sd__Observation";
        }
        if (v.isNamed()) {
            return v.term1();
        }
        return v.term2() == null ? "sd__" + v.term1() : "cor__" + v.term1() + "." + v.term2();
    }
}
