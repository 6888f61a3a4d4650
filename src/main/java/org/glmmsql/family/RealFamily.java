package org.glmmsql.family;

import java.util.List;

/** What continuous families of numbers of any sign share, whose dispersion is sigma, in the unit of the response. */
abstract class RealFamily extends LinkedFamily<RealLink> {
    /** @param shape the parameter after the mean and sigma */
    RealFamily(String name, List<RealLink> links, Parameter shape) {
        super(name, links, Parameter.SIGMA, shape);
    }

    /** (y - mu) sqrt(w) / sigma; NaN outside the range of the link. */
    static Jet residual(RealLink link, double y, double w, Jet[] eta) {
        return LinkJets.mean(link, eta[0])
                .times(-1)
                .plus(y)
                .times(eta[1].times(-1).exp())
                .times(Math.sqrt(w));
    }

    @Override
    public boolean gathers() {
        return true;
    }

    @Override
    boolean inRange(double y) {
        return Double.isFinite(y);
    }

    @Override
    String range() {
        return "finite numbers";
    }

    @Override
    public double startingMean(double y, double w) {
        return y;
    }

    @Override
    public double unitDeviance(double y, double mu) {
        return (y - mu) * (y - mu);
    }

    @Override
    public double variance(double mu) {
        return 1;
    }

    @Override
    public String symbol(Parameter parameter) {
        return parameter == Parameter.SIGMA ? "sigma" : super.symbol(parameter);
    }

    @Override
    public double sigma(double dispersion) {
        return dispersion;
    }

    @Override
    public double variancePower() {
        return 0;
    }

    @Override
    public double dispersionPower() {
        return 2;
    }
}
