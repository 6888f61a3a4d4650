package org.glmmsql.model;

import java.util.List;

/**
 * Conditional modes of one random term.
 *
 * @param modes m x q modes b on the scale of the linear predictor
 * @param stdErrors m x q conditional standard deviations given the parameters
 * @param covariances m x (q (q + 1) / 2) conditional covariances, lower triangle by rows
 * @param slopes m x (q p) derivatives of the modes by the p fixed effects kept, row-major: how an error of beta is made up for
 * @param sigma q x q covariance matrix of the term, row-major
 */
public record RandomEffects(
        String group,
        String law,
        String covariance,
        List<String> terms,
        List<String> levels,
        double[][] modes,
        double[][] stdErrors,
        double[][] covariances,
        double[][] slopes,
        double[] sigma) {}
