package org.glmmsql.model;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.random.RandomLaw;
import org.glmmsql.random.RandomLaws;

/**
 * Conditional modes of one random term.
 *
 * @param modes m x q modes b on the scale of the linear predictor
 * @param stdErrors m x q conditional standard deviations given the parameters
 * @param covariances m x (q (q + 1) / 2) conditional covariances, lower triangle by rows; m x q variances of effects by position
 * @param slopes m x (q p) derivatives of the modes by the p fixed effects kept, with them thresholds, row-major: how an error of beta is made up for
 * @param otherSlopes the same by the coefficients of the other components, m x (q r); m x 0 where they are not kept
 * @param between covariances with the effects of later terms, as far as they are kept
 */
public record RandomEffects(
        RandomTerm term,
        List<String> levels,
        double[][] modes,
        double[][] stdErrors,
        double[][] covariances,
        double[][] slopes,
        double[][] otherSlopes,
        List<EffectCovariances> between) {
    /** Of which is kept what every model keeps. */
    public RandomEffects(
            RandomTerm term,
            List<String> levels,
            double[][] modes,
            double[][] stdErrors,
            double[][] covariances,
            double[][] slopes) {
        this(term, levels, modes, stdErrors, covariances, slopes, new double[levels.size()][0], List.of());
    }

    /** The same with covariances. */
    public RandomEffects with(List<EffectCovariances> covariancesWithLater) {
        return new RandomEffects(
                term, levels, modes, stdErrors, covariances, slopes, otherSlopes, List.copyOf(covariancesWithLater));
    }

    /** With variances in the place of covariances: a row has one of the effects by position, so that it needs no others. */
    public RandomEffects withVariances() {
        double[][] variances = new double[stdErrors.length][];
        for (int l = 0; l < variances.length; l++) {
            variances[l] = Arrays.stream(stdErrors[l]).map(se -> se * se).toArray();
        }
        return new RandomEffects(term, levels, modes, stdErrors, variances, slopes, otherSlopes, between);
    }

    /** The modes with their standard errors alone. */
    RandomEffects minimal() {
        double[][] nothing = new double[levels.size()][0];
        return new RandomEffects(term, levels, modes, stdErrors, nothing, nothing, nothing, List.of());
    }

    /** Whether it is more than {@link #minimal}. */
    boolean hasCovariances() {
        return covariances.length == 0 || covariances[0].length > 0;
    }

    public String group() {
        return term.group();
    }

    public String component() {
        return term.component();
    }

    public String law() {
        return term.law();
    }

    /** Names of the coefficients that vary. */
    public List<String> terms() {
        return term.columns();
    }

    /** q x q covariance matrix of the effects of a level, row-major. */
    public double[] sigma() {
        return term.sigma();
    }

    /** m x q modes on the random effects' own scale, u(v); v itself for a normal law. */
    double[][] u() {
        RandomLaw ofTerm = RandomLaws.byName(law());
        double[][] u = new double[modes.length][terms().size()];
        for (int l = 0; l < u.length; l++) {
            for (int k = 0; k < u[l].length; k++) {
                u[l][k] = ofTerm.u(modes[l][k]);
            }
        }
        return u;
    }

    /** Their standard errors by the delta method, |u'(v)| times those of v. */
    double[][] uStdErrors() {
        RandomLaw ofTerm = RandomLaws.byName(law());
        double[][] errors = new double[modes.length][terms().size()];
        for (int l = 0; l < errors.length; l++) {
            for (int k = 0; k < errors[l].length; k++) {
                errors[l][k] = Math.abs(ofTerm.uPrime(modes[l][k])) * stdErrors[l][k];
            }
        }
        return errors;
    }

    /** Whether u is another number than v. */
    boolean hasOwnScale() {
        return RandomLaws.byName(law()).dependsOnTheta();
    }
}
