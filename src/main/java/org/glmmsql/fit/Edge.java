package org.glmmsql.fit;

import java.util.Arrays;
import java.util.Locale;
import org.glmmsql.family.Density;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.optimize.Equations;
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

    /** A predictor farther inside is in the range of a link, or the link has none: the units are the response's own. */
    private static final double FARTHEST = 20;

    private static final int BISECTIONS = 60;

    /** Log-likelihood that no smooth likelihood loses within a thousandth of a standard error. */
    private static final double JUMP = 1e-2;

    /** Distances from the edge of the range, relative to the one inside. */
    private static final double AT = 1e-9;

    private static final double NEAR = 1e-6;

    private Edge() {}

    /**
     * Whether the log density of some row ends at the edge of the range of its predictor with a finite slope: others fall without bound, or
     * ever more steeply, and no maximum lies there.
     *
     * @param inside a predictor in the range of every row
     */
    static boolean exists(ModelData data, double inside) {
        for (int i = 0; i < data.n(); i++)
            for (int side = -1; side <= 1; side += 2) {
                if (!(data.w()[i] > 0) || finite(data, i, inside + side * FARTHEST)) continue;
                double in = 0;
                double out = FARTHEST;
                for (int k = 0; k < BISECTIONS; k++) {
                    double middle = 0.5 * (in + out);
                    if (finite(data, i, inside + side * middle)) in = middle;
                    else out = middle;
                }
                double at = slope(data, i, inside + side * in * (1 - AT));
                double near = slope(data, i, inside + side * in * (1 - NEAR));
                if (at < 2 * near + AT) return true;
            }
        return false;
    }

    private static boolean finite(ModelData data, int row, double eta) {
        return at(data, row, eta, Density.VALUE)[Density.L][0] > Double.NEGATIVE_INFINITY;
    }

    private static double slope(ModelData data, int row, double eta) {
        return Math.abs(at(data, row, eta, Density.NEWTON)[Density.L_ETA][0]);
    }

    private static double[][] at(ModelData data, int row, double eta, int want) {
        double[][] out = new double[Density.ROWS][1];
        data.density().evaluate(row, 1, data.y(), data.w(), new double[] {eta}, new double[1], want, out);
        return out;
    }

    /**
     * Whether a way uphill leaves the range within a thousandth of a standard error, or leads over a jump down: of a quadrature some
     * nodes of which leave it.
     *
     * @param metric a guess of the inverse information: steps are told in its standard errors
     */
    static boolean reached(Objective objective, Minimum end, double[][] metric) {
        if (end.converged() || !(end.value() < Double.POSITIVE_INFINITY)) return false;
        double[] g = end.gradient();
        int d = g.length;
        double[] byMetric = new double[d];
        double squared = 0;
        double scaled = 0;
        for (int i = 0; i < d; i++) {
            for (int k = 0; k < d; k++) byMetric[i] -= metric[i][k] * g[k];
            squared -= byMetric[i] * g[i];
            scaled += g[i] * g[i] * metric[i][i];
        }
        if (!(squared > UPHILL)) return false;
        if (uphillEnds(objective, end, byMetric, 1 / Math.sqrt(squared))) return true;
        double[] byGradient = new double[d];
        double longest = 0;
        for (int i = 0; i < d; i++) {
            byGradient[i] = -g[i];
            longest = Math.max(longest, Math.abs(g[i]) / Math.sqrt(metric[i][i]));
        }
        if (uphillEnds(objective, end, byGradient, 1 / longest)) return true;
        for (int i = 0; i < d; i++) {
            if (!(g[i] * g[i] * metric[i][i] > 1e-2 * scaled)) continue;
            double[] one = new double[d];
            one[i] = -Math.signum(g[i]);
            if (uphillEnds(objective, end, one, Math.sqrt(metric[i][i]))) return true;
        }
        return false;
    }

    private static boolean uphillEnds(Objective objective, Minimum end, double[] direction, double unit) {
        int d = direction.length;
        for (double t : new double[] {1e-3, 1e-5}) {
            double[] x = Arrays.copyOf(end.x(), d);
            for (int i = 0; i < d; i++) x[i] += t * unit * direction[i];
            double there = objective.evaluate(x, new double[d]);
            if (!(there < Double.POSITIVE_INFINITY) || there > end.value() + JUMP) return true;
        }
        return false;
    }

    /**
     * Whether equations have no root before the edge: they end within a thousandth of a standard error of where they stopped.
     *
     * @param metric standard errors squared, on its diagonal
     */
    static boolean reached(Equations equations, double[] x, double[][] metric) {
        double[] f = new double[x.length];
        if (!equations.evaluate(x, f)) return true;
        for (int i = 0; i < x.length; i++)
            for (int side = -1; side <= 1; side += 2) {
                double[] beside = x.clone();
                beside[i] += side * 1e-3 * Math.sqrt(metric[i][i]);
                if (!equations.evaluate(beside, f)) return true;
            }
        return false;
    }

    static String message(String link, String family) {
        return String.format(
                Locale.ROOT,
                "the likelihood rises up to where the mean of some rows leaves the range of family %s, which link %s lets it do: the"
                        + " estimates are the best point found before that edge and have no standard errors; use a link that keeps"
                        + " means inside (%s)",
                family,
                link,
                family.equals("binomial") ? "logit, probit, cloglog" : "log");
    }
}
