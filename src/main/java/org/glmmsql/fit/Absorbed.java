package org.glmmsql.fit;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;
import org.jspecify.annotations.Nullable;

/**
 * Whether the fixed effects take up all that a random effect can do, as with (1 | g) beside factor(g): a restricted likelihood, which
 * leaves out what X explains, does not depend on its variance then. Judged by an effect of arbitrary size in each level.
 */
final class Absorbed {
    private static final int FIRST_ROWS = 512;
    /** Share of the length of the effects that X leaves. */
    private static final double NOTHING = 1e-9;

    private Absorbed() {}

    /** A message that names the effect, else null. */
    static @Nullable String problem(ModelData data, Design design, int[] rows, Runnable cancellation) {
        for (int t = 0; t < data.termsOfMean().size(); t++) {
            TermData term = data.terms().get(t);
            RandomDesign named = design.random().get(t);
            for (int k = 0; k < term.q(); k++)
                if (inSpan(data, term, k, rows, cancellation))
                    return "the fixed effects take up all that the effects of "
                            + named.terms().get(k) + " by " + named.group()
                            + " could explain, so that the restricted likelihood does not depend on their variance; leave these"
                            + " effects or the fixed effects out, or use method = ML";
        }
        return null;
    }

    /** If X leaves something over some of the rows, it does so over all. */
    private static boolean inSpan(ModelData data, TermData term, int k, int[] all, Runnable cancellation) {
        for (int size = FIRST_ROWS; ; size *= 4) {
            int[] rows = size < all.length ? Arrays.copyOf(all, size) : all;
            double[] target = new double[rows.length];
            double squares = 0;
            for (int i = 0; i < rows.length; i++) {
                target[i] = term.z()[k][rows[i]] * Math.sin(1 + 7.3 * term.level()[rows[i]]);
                squares += target[i] * target[i];
            }
            boolean reached =
                    new LinearFit(data, List.of(), rows).reaches(target, NOTHING * Math.sqrt(squares), cancellation);
            if (!reached) return false;
            if (rows.length == all.length) return true;
        }
    }
}
