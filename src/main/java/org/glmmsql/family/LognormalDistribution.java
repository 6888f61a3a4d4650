package org.glmmsql.family;

/** Lognormal by its own mean and standard deviation: log y is normal. */
final class LognormalDistribution extends ContinuousDistribution {
    private final NormalDistribution log;
    private final double mean;
    private final double sd;

    LognormalDistribution(RowDensity density, double mean, double sd) {
        super(density);
        this.mean = mean;
        this.sd = sd;
        double ratio = sd / mean;
        double square = ratio < 1e100 ? Math.log1p(ratio * ratio) : 2 * Math.log(ratio);
        log = new NormalDistribution(Math.log(mean) - 0.5 * square, Math.sqrt(square));
    }

    @Override
    double lower(double y) {
        return log.cdf(Math.log(y));
    }

    @Override
    double upper(double y) {
        return log.upperTail(Math.log(y));
    }

    @Override
    double centre() {
        return Math.exp(log.mean());
    }

    @Override
    public double mean() {
        return mean;
    }

    @Override
    public double variance() {
        return sd * sd;
    }
}
