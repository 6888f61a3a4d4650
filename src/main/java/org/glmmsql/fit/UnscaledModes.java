package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.likelihood.ConditionalModes;
import org.glmmsql.likelihood.ModelDataBuilder;
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
            double[] scale = built.zScale()[t];
            int q = term.q();
            double[][] b = new double[term.m()][q];
            double[][] se = new double[term.m()][q];
            double[][] covariance = new double[term.m()][];
            int p = built.data().p();
            double[][] slopes = new double[term.m()][q * p];
            for (int l = 0; l < term.m(); l++) {
                covariance[l] = mode.covariance()[l].clone();
                for (int i = 0, at = 0; i < q; i++) {
                    b[l][i] = mode.b()[l][i] / scale[i];
                    for (int j = 0; j <= i; j++, at++) covariance[l][at] /= scale[i] * scale[j];
                    se[l][i] = Math.sqrt(covariance[l][at - 1]);
                    double[] byBeta =
                            built.fixed().unscaleSlopes(Arrays.copyOfRange(mode.slopes()[l], i * p, (i + 1) * p));
                    for (int k = 0; k < p; k++) slopes[l][i * p + k] = byBeta[k] / scale[i];
                }
            }
            result.add(new RandomEffects(terms.get(t), term.levels(), b, se, covariance, slopes));
        }
        return result;
    }
}
