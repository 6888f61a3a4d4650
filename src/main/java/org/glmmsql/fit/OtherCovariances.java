package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.optimize.Minimum;
import org.glmmsql.optimize.Objective;

/** Further searches for covariances whose likelihood is likely to have several maxima. */
final class OtherCovariances {
    private final ModelData data;
    private final Start start;

    OtherCovariances(ModelData data, Start start) {
        this.data = data;
        this.start = start;
    }

    /**
     * The highest of an end and those of searches from other covariances.
     *
     * @param first index in psi of the first parameter
     * @param unit of entries of Lambda
     */
    Minimum highest(Search search, Objective objective, Minimum best, int first, double unit) {
        List<double[]> starts = new ArrayList<>();
        for (TermData term : data.terms()) {
            if (term.law().dependsOnTheta()) continue;
            double[] sd = start.startingSd[term.index()].clone();
            for (int k = 0; k < sd.length; k++) sd[k] /= unit;
            for (double[] theta : term.structure().otherStarts(term.q(), sd)) {
                double[] other = best.x().clone();
                System.arraycopy(theta, 0, other, term.thetaFrom() - first, theta.length);
                starts.add(other);
            }
        }
        return search.highest(best, objective, starts);
    }
}
