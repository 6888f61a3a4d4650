package org.glmmsql.fit;

import java.util.Locale;
import java.util.stream.Collectors;
import org.glmmsql.family.Link;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.PredictorData;
import org.jspecify.annotations.Nullable;

/**
 * Responses beyond the means that a link can give (DESIGN.md, D42): a gaussian mean below 0 under a logarithm, which an infinite predictor
 * comes nearest to. The likelihood then rises without end, as in a separation, though no response is at the edge of its range.
 */
final class LinkLimit {
    /** Distance from the limit at which a mean is there, in root mean squares of the responses' own. */
    private static final double AT = 1e-6;

    private final ModelData data;
    private final Estimates estimates;
    private final Link link;
    /** The end of the predictor, -1 or 1 times infinity, and the mean that is its limit. */
    private final int side;

    private final double limit;
    /** 1 where means below come near the limit, -1 where those above do. */
    private final double towards;

    private LinkLimit(ModelData data, Estimates estimates, Link link, int side) {
        this.data = data;
        this.estimates = estimates;
        this.link = link;
        this.side = side;
        limit = link.mu(side * Double.POSITIVE_INFINITY);
        towards = Math.signum(limit - link.mu(side));
    }

    /** What to say if the search ran after means that lie beyond a limit of the link, else null. */
    static @Nullable String message(ModelData data, ModelKind kind, Estimates estimates) {
        Link link = kind.family().link(kind.link());
        for (int side = -1; side <= 1; side += 2) {
            LinkLimit end = new LinkLimit(data, estimates, link, side);
            double rows = end.rows();
            if (!(rows > 0)) continue;
            return String.format(
                    Locale.ROOT,
                    "the means of %.0f of %.0f rows run to %.0f, the limit of link %s, as their responses lie beyond it: the likelihood rises"
                            + " without end, and the estimates are the point at which the search gave up; use a link without that limit"
                            + " (%s)",
                    rows,
                    data.nobs(),
                    Math.abs(end.limit),
                    link.name(),
                    kind.family().links().stream()
                            .filter(name ->
                                    !Double.isFinite(kind.family().link(name).mu(Double.NEGATIVE_INFINITY)))
                            .collect(Collectors.joining(", ")));
        }
        return null;
    }

    /** How many rows are at the limit and know nothing of where; 0 if their responses do not lie beyond it. */
    private double rows() {
        if (!Double.isFinite(limit)) return 0;
        double squares = 0;
        double n = 0;
        boolean any = false;
        for (int i = 0; i < data.n(); i++) {
            if (!(data.w()[i] > 0)) continue;
            double distance = data.y()[i] - limit;
            any |= distance * towards > 0;
            squares += data.count()[i] * distance * distance;
            n += data.count()[i];
        }
        if (!any) return 0; // as for counts and shares, whose responses have the same limits
        double size = Math.sqrt(squares / n);
        double ordinary = link.eta(limit - towards * size);
        double beyond = 0;
        double rows = 0;
        double[] eta = new double[1];
        for (int i = 0; i < data.n(); i++) {
            if (!(data.w()[i] > 0)) continue;
            data.fixedPredictor(i, 1, estimates.psi(), eta);
            if (eta[0] * side < 0 || !(Math.abs(link.mu(eta[0]) - limit) <= AT * size)) continue;
            if (stdError(i) <= Math.abs(eta[0] - ordinary)) continue;
            rows += data.count()[i];
            beyond += data.w()[i] * (data.y()[i] - limit) * towards;
        }
        return beyond > 0 ? rows : 0;
    }

    /** Of the fixed part of a row's predictor; NaN if unknown. */
    private double stdError(int row) {
        PredictorData mean = data.mean();
        double variance = 0;
        for (int k = 0; k < data.p(); k++)
            for (int l = 0; l < data.p(); l++)
                variance += mean.x()[k][row]
                        * mean.x()[l][row]
                        * estimates.covariance()[mean.coefficient()[k]][mean.coefficient()[l]];
        return Math.sqrt(variance);
    }
}
