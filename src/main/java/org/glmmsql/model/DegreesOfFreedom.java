package org.glmmsql.model;

/**
 * Denominator degrees of freedom of hypotheses L beta = c on the p fixed effects of the mean that were kept, in the order of
 * {@link FittedModel#vcov()}: what a t or F test of any contrast needs beside the estimates, without the data.
 */
public interface DegreesOfFreedom {
    /** As in a stored model: {@code normal}, {@code residual}, ... */
    String method();

    /** Of the t test of l beta; infinite for the normal distribution. @param l p numbers */
    double ofContrast(double[] l);

    /** Of the denominator of the F test of L beta, whose numerator has the rank of L; infinite for a chi-squared test. @param l q rows of p numbers, linearly independent */
    double ofHypothesis(double[][] l);

    /** What the Wald statistic over q is multiplied by to be F with {@link #ofHypothesis} degrees of freedom. */
    double scaleOfF(double[][] l);

    /** The covariance matrix that standard errors and Wald statistics are made of, p x p. */
    double[][] vcov();
}
