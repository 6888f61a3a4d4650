package org.glmmsql.fit;

import java.util.List;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.Options;

/**
 * Mean and variance of one response after the other, in closed form: of a family, without its zeros, and with zeros of another kind. An
 * exponential dispersion model has a dispersion of 1 here, unless there are zeros beside it. Not thread-safe.
 */
final class RowMoments {
    private final Family base;
    private final Link ofMean;
    private final String link;
    private final int zero; // place of the share of zeros among the parameters, -1 for none
    private final int dispersion; // of an exponential dispersion model, -1 for none
    private final double[] others;
    private final double[] later;
    private final double[] slopes;
    /** Of the row, where the variance is that of a dispersion of 1; else 1. */
    private double phi;

    private double mean;
    private double variance;

    RowMoments(Family family, String link) {
        List<String> names = family.parameters().stream().map(Parameter::name).toList();
        zero = names.indexOf(Options.ZERO);
        // with zeros of another kind, which are the last parameter, what is left
        base = zero < 0 ? family : Families.of(family.name(), names.subList(0, zero));
        ofMean = base.link(link);
        this.link = link;
        dispersion = base.hasDispersion() ? names.indexOf(Parameter.DISPERSION.name()) : -1;
        others = new double[zero < 0 ? names.size() : zero];
        later = new double[others.length - 1];
        slopes = new double[others.length];
    }

    boolean hasZeros() {
        return zero >= 0;
    }

    /** @param weight with the family's meaning */
    void at(double[] predictors, double weight) {
        System.arraycopy(predictors, 0, others, 0, others.length);
        System.arraycopy(predictors, 1, later, 0, later.length);
        double mu = ofMean.mu(predictors[0]);
        phi = dispersion < 0 ? 1 : Math.exp(predictors[dispersion]);
        mean = mu;
        variance = base.variance(mu, later, weight);
        if (!base.modelsMeanOfResponse()) {
            // mu / (1 - f(0)), and the second moment by the same factor
            mean = base.meanOfResponse(link, others, slopes);
            variance = (variance + mu * mu) * (mean / mu) - mean * mean;
        }
        if (zero >= 0) {
            double rest = 1 / (1 + Math.exp(predictors[zero]));
            double second = phi * variance + mean * mean;
            phi = 1;
            mean *= rest;
            variance = rest * second - mean * mean;
        }
    }

    double dispersion() {
        return phi;
    }

    double mean() {
        return mean;
    }

    /** Times the weight where a weight divides it. */
    double variance() {
        return variance;
    }
}
