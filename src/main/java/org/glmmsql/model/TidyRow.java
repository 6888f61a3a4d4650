package org.glmmsql.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any estimated parameter of a model in one layout, named as R's broom.mixed names it.
 *
 * @param effect {@code fixed} or {@code ran_pars}
 * @param component {@code cond} for the mean, {@code disp} for log dispersion
 * @param group null for fixed effects
 */
public record TidyRow(
        String effect, String component, @Nullable String group, Coefficient coefficient) {
    /** All parameters: fixed effects, coefficients of log dispersion, then standard deviations and correlations. */
    static List<TidyRow> of(FittedModel model) {
        List<TidyRow> rows = new ArrayList<>();
        model.fixed().forEach(c -> rows.add(new TidyRow("fixed", "cond", null, c)));
        model.dispersion().forEach(c -> rows.add(new TidyRow("fixed", "disp", null, c)));
        model.varCorr().forEach(v -> rows.add(new TidyRow("ran_pars", "cond", v.group(), coefficient(v))));
        return rows;
    }

    private static Coefficient coefficient(VarCorr v) {
        return new Coefficient(
                name(v), v.sdOrCorr(), v.stdError(), Double.NaN, Double.NaN, Double.NaN, v.confLow(), v.confHigh());
    }

    private static String name(VarCorr v) {
        if (v.term1() == null) {
            return "sd__Observation";
        }
        return v.term2() == null ? "sd__" + v.term1() : "cor__" + v.term1() + "." + v.term2();
    }
}
