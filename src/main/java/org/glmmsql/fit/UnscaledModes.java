package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
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
        for (int t = 0; t < design.random().size(); t++) {
            RandomDesign term = design.random().get(t);
            ConditionalModes.Term mode = modes.terms().get(t);
            RandomScaling scaling = built.random().get(t);
            int q = built.data().terms().get(t).q();
            double[][] b = new double[term.m()][q];
            double[][] se = new double[term.m()][q];
            double[][] covariance = new double[term.m()][];
            int p = built.data().p();
            double[][] slopes = new double[term.m()][q * p];
            for (int l = 0; l < term.m(); l++) {
                b[l] = scaling.unscale(mode.b()[l]);
                covariance[l] = scaling.unscaleCovariance(mode.covariance()[l]);
                for (int i = 0; i < q; i++) {
                    se[l][i] = Math.sqrt(covariance[l][i * (i + 1) / 2 + i]);
                    double[] byBeta =
                            built.fixed().unscaleSlopes(Arrays.copyOfRange(mode.slopes()[l], i * p, (i + 1) * p));
                    System.arraycopy(byBeta, 0, slopes[l], i * p, p);
                }
                slopes[l] = scaling.unscaleRows(slopes[l]);
            }
            RandomEffects effects = new RandomEffects(terms.get(t), term.levels(), b, se, covariance, slopes);
            boolean partial = built.data().terms().get(t).isPartial();
            if (partial)
                effects = new OtherPositions(effects, built.data().terms().get(t), p).all();
            result.add(term.structure().byPosition() ? effects.withVariances() : effects);
        }
        return result;
    }
}
