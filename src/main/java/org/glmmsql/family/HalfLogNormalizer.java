package org.glmmsql.family;

/** C = -tau / 2: gaussian and inverse gaussian, whose density is exactly that of its saddlepoint approximation. */
final class HalfLogNormalizer implements DispersionDensity.Normalizer {
    @Override
    public double value(double w, double tau) {
        return -0.5 * tau;
    }

    @Override
    public double slope(double w, double tau) {
        return -0.5;
    }

    @Override
    public double curvature(double w, double tau) {
        return 0;
    }

    @Override
    public double third(double w, double tau) {
        return 0;
    }
}
