package org.glmmsql.model;

import java.util.List;

/**
 * What a fit keeps of its rows for what is said of how good it is. Each row counts once, grouped ones too.
 *
 * @param varFixed variance over the rows of X beta of the mean, without offset, n - 1 in its denominator
 * @param varRandom for each random term of the model the mean over the rows of z' Sigma z; NaN where that is not of the mean
 * @param pearson sum over the rows of w (y - mu)^2 / V(mu) at the conditional modes, of a dispersion of 1; NaN for ordered categories
 * @param zerosObserved counts that are 0; NaN for a response that is no count, as the next
 * @param zerosExpected sum of the probabilities of 0 at the conditional modes
 * @param residuals least, quartiles and greatest of the Pearson residuals over the root of the dispersion, at the conditional modes; none where
 *     a row has none, or an earlier version stored the model
 * @param exposure mean over the rows of e to the offset; 1 without one
 */
public record FitQuality(
        double varFixed,
        List<Double> varRandom,
        double pearson,
        double zerosObserved,
        double zerosExpected,
        double exposure,
        List<Double> residuals) {
    /** How many numbers residuals are told by. */
    static final int QUARTILES = 5;

    /** Without residuals. */
    public FitQuality(
            double varFixed,
            List<Double> varRandom,
            double pearson,
            double zerosObserved,
            double zerosExpected,
            double exposure) {
        this(varFixed, varRandom, pearson, zerosObserved, zerosExpected, exposure, List.of());
    }
}
