package org.glmmsql.random;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.glmmsql.special.Stirling;

/** w ~ N(0, 1); u = v ~ N(0, lambda). */
final class NormalLaw implements RandomLaw {
    @Override
    public String name() {
        return "normal";
    }

    @Override
    public boolean dependsOnTheta() {
        return false;
    }

    @Override
    public void evaluate(double w, double theta, double[] out) {
        Arrays.fill(out, 0, ROWS, 0);
        out[F] = -0.5 * w * w - Stirling.HALF_LOG_2PI;
        out[F1] = -w;
        out[F2] = -1;
    }

    @Override
    public double saddlepointErrorSlope(double theta) {
        return 0;
    }

    @Override
    public double scale() {
        return 1;
    }

    @Override
    public double u(double v) {
        return v;
    }

    @Override
    public double uPrime(double v) {
        return 1;
    }

    @Override
    public double quantile(double lambda, double p) {
        return Math.sqrt(lambda) * NormalDistribution.of(0, 1).inverseCumulativeProbability(p);
    }

    @Override
    public LawQuadrature quadrature(double lambda, int n) {
        return LawQuadrature.normal(n, Math.sqrt(lambda));
    }

    @Override
    public double mean(double lambda) {
        return 0;
    }

    @Override
    public double variance(double lambda) {
        return lambda;
    }

    @Override
    public double effectVariance(double lambda) {
        return lambda;
    }
}
