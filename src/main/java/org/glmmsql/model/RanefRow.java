package org.glmmsql.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The conditional mode of one coefficient of one level, with its conditional standard deviation.
 *
 * @param u the same on the random effect's own scale, equal to the estimate for a normal law
 */
public record RanefRow(
        String group,
        String level,
        String term,
        double estimate,
        double stdError,
        double u,
        double uStdError,
        String component) {
    /** Rows in the order of the formula's random terms, then levels, then coefficients. */
    static List<RanefRow> of(FittedModel model) {
        List<RanefRow> rows = new ArrayList<>();
        for (RandomEffects effects : model.randomEffects()) {
            double[][] u = effects.u();
            double[][] uStdErrors = effects.uStdErrors();
            for (int i = 0; i < effects.levels().size(); i++) {
                for (int k = 0; k < effects.terms().size(); k++) {
                    rows.add(new RanefRow(
                            effects.group(),
                            effects.levels().get(i),
                            effects.terms().get(k),
                            effects.modes()[i][k],
                            effects.stdErrors()[i][k],
                            u[i][k],
                            uStdErrors[i][k],
                            effects.component()));
                }
            }
        }
        return rows;
    }
}
