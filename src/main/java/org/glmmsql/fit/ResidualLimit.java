package org.glmmsql.fit;

import java.util.Locale;
import org.glmmsql.design.Design;
import org.glmmsql.error.Excerpt;
import org.glmmsql.likelihood.ModelData;
import org.jspecify.annotations.Nullable;

/**
 * What to say of correlated residuals whose search came to no end, or to one where the data do not tell the correlation: near
 * independence, or as correlated at all distances, the parameters of a correlation by distance run to where they mean nothing.
 */
final class ResidualLimit {
    /** Correlation that counts as none. */
    private static final double NONE = 1e-3;
    /** Difference between correlations that are the same, as far as the end of a search that ran away shows. */
    private static final double SAME = 0.1;

    private ResidualLimit() {}

    /** A message if a correlation by distance ended where nothing is correlated, else null. */
    static @Nullable String none(Design design, ModelData data, Estimates estimates) {
        double[] ends = ends(data, estimates);
        return ends != null && Math.max(-ends[0], ends[1]) < NONE
                ? "the residuals are not correlated, and without correlation " + name(design, data)
                        + " has parameters that the data say nothing about: leave residual = out"
                : null;
    }

    /** A message if a correlation by distance is about the same at all distances, else null. */
    static @Nullable String same(Design design, ModelData data, Estimates estimates) {
        double[] ends = ends(data, estimates);
        if (ends == null || !(ends[1] - ends[0] < SAME)) return null;
        return String.format(
                Locale.ROOT,
                "the likelihood of %s has no maximum: it rises as the range grows without end and the correlations at all distances come"
                        + " to be the same, now from %.2f to %.2f; use residual = homcs(1 | %s), which is that limit",
                name(design, data),
                ends[0],
                ends[1],
                Excerpt.of(design.residual().group()));
    }

    /** The least and the largest correlation; null where there is none, or none by distance. */
    private static double @Nullable [] ends(ModelData data, Estimates estimates) {
        if (data.residual() == null
                || data.residual().structure().correlation().line().isEmpty()) return null;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double[][] r : data.residual().correlations(estimates.psi()))
            for (int i = 0; i < r.length; i++)
                for (int j = 0; j < i; j++) {
                    least = Math.min(least, r[i][j]);
                    most = Math.max(most, r[i][j]);
                }
        return most >= least ? new double[] {least, most} : null;
    }

    private static String name(Design design, ModelData data) {
        return "residual = " + data.residual().structure().name() + "("
                + Excerpt.of(design.residual().label()) + " | "
                + Excerpt.of(design.residual().group()) + ")";
    }
}
