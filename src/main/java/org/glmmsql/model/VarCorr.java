package org.glmmsql.model;

import org.jspecify.annotations.Nullable;

/**
 * A variance or covariance of random effects, or the residual.
 *
 * @param group grouping factor, or {@code Residual}
 * @param term2 null for a variance
 * @param variance variance, covariance, or lambda of a law that is not normal
 * @param sdOrCorr its root, or the correlation
 * @param stdError of {@code sdOrCorr}
 * @param confLow lower bound of {@code sdOrCorr}
 */
public record VarCorr(
        String group,
        String law,
        @Nullable String term1,
        @Nullable String term2,
        double variance,
        double sdOrCorr,
        double stdError,
        double confLow,
        double confHigh) {}
