package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.likelihood.ConditionalModes;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.likelihood.RandomScaling;
import org.glmmsql.model.RandomEffects;
import org.glmmsql.model.RandomTerm;

/** Conditional modes of scaled columns as the random effects that a user sees. */
final class UnscaledModes {
    private UnscaledModes() {}

    /** By term, in the units of the design. */
    static List<RandomEffects> of(
            Design design, ModelDataBuilder.Built built, ConditionalModes modes, List<RandomTerm> terms) {
        List<RandomEffects> result = new ArrayList<>();
        Told told = new Told(built);
        for (int t = 0; t < design.random().size(); t++) {
            RandomDesign term = design.random().get(t);
            ConditionalModes.Term mode = modes.terms().get(t);
            RandomScaling scaling = built.random().get(t);
            int q = built.data().terms().get(t).q();
            double[][] b = new double[term.m()][q];
            double[][] se = new double[term.m()][q];
            double[][] covariance = new double[term.m()][];
            double[][] slopes = new double[term.m()][];
            for (int l = 0; l < term.m(); l++) {
                b[l] = scaling.unscale(mode.b()[l]);
                covariance[l] = scaling.unscaleCovariance(mode.covariance()[l]);
                for (int i = 0; i < q; i++) se[l][i] = Math.sqrt(covariance[l][i * (i + 1) / 2 + i]);
                slopes[l] = scaling.unscaleRows(told.slopes(mode.slopes()[l], q));
            }
            RandomEffects effects = new RandomEffects(terms.get(t), term.levels(), b, se, covariance, slopes);
            boolean partial = built.data().terms().get(t).isPartial();
            int followed = slopes.length == 0 || q == 0 ? 0 : slopes[0].length / q;
            if (partial)
                effects = new OtherPositions(effects, built.data().terms().get(t), followed).all();
            result.add(term.structure().byPosition() ? effects.withVariances() : effects);
        }
        return result;
    }
}
