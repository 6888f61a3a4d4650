package org.glmmsql.fit;

import java.util.Arrays;
import java.util.Locale;
import org.glmmsql.family.Family;
import org.glmmsql.optimize.Minimum;
import org.glmmsql.optimize.Objective;

/**
 * Whether a search ended at the edge of the parameters that give every row a mean in its range. Under links that bound the predictor
 * (identity, inverse, sqrt, log for shares) a density need not vanish there, and the likelihood may rise up to the edge: it has no
 * maximum inside, as of a log-binomial GLM (Donoghoe and Marschner 2018).
 */
final class Edge {
    /** Twice the log-likelihood that is left to gain at an edge: at a maximum it is less. */
    private static final double UPHILL = 1e-6;

    private Edge() {}

    /** @param metric a guess of the inverse information: steps are told in its standard errors */
    static boolean reached(Objective objective, Minimum end, double[][] metric) {
        if (end.converged() || !(end.value() < Double.POSITIVE_INFINITY)) return false;
        double[] g = end.gradient();
        int d = g.length;
        double[] direction = new double[d];
        double squared = 0;
        for (int i = 0; i < d; i++) {
            for (int k = 0; k < d; k++) direction[i] -= metric[i][k] * g[k];
            squared -= direction[i] * g[i];
        }
        if (!(squared > UPHILL)) return false;
        for (double t : new double[] {1e-1, 1e-2, 1e-3, 1e-4, 1e-5}) {
            double[] x = Arrays.copyOf(end.x(), d);
            for (int i = 0; i < d; i++) x[i] += t * direction[i] / Math.sqrt(squared);
            if (objective.evaluate(x, new double[d]) < Double.POSITIVE_INFINITY) return false;
        }
        return true;
    }

    static String message(String link, Family family) {
        return String.format(
                Locale.ROOT,
                "the likelihood rises up to where the mean of some rows leaves the range of family %s, which link %s lets it do: the"
                        + " estimates are the best point found before that edge and have no standard errors; use a link that keeps"
                        + " means inside (%s)",
                family.name(),
                link,
                String.join(", ", family.linksOfTheWholeLine()));
    }
}
