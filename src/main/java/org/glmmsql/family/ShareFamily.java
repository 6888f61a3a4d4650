package org.glmmsql.family;

import java.util.List;

/** What families of responses from 0 to 1 have in common, whose variance at their simplest is that of a share: starts and deviance are those of binomial. */
abstract class ShareFamily extends LinkedFamily<UnitLink> {
    /** A mean to start from is so far inside. */
    private static final double INSIDE = 1e-9;

    private static final double LEAST_PRECISION = 0.05, MOST_PRECISION = 1e4;

    /** The precision phi of a beta distribution: its shapes together. */
    static final Parameter PRECISION = new Parameter("dispersion", "disp", new LogLink(), false);

    ShareFamily(String name, List<UnitLink> links, Parameter... further) {
        super(name, links, further);
    }

    /** Links that keep a mean between 0 and 1. */
    static List<UnitLink> wholeLine() {
        return List.of(new LogitLink(), new ProbitLink(), new CloglogLink(), new LoglogLink(), new CauchitLink());
    }

    @Override
    public double startingMean(double y, double w) {
        return Math.max(INSIDE, Math.min(1 - INSIDE, y));
    }

    @Override
    public double unitDeviance(double y, double mu) {
        double successes = y == 0 ? 0 : y * Math.log(y / mu);
        double failures = y == 1 ? 0 : (1 - y) * Math.log((1 - y) / (1 - mu));
        return 2 * (successes + failures);
    }

    @Override
    public double variance(double mu) {
        return mu * (1 - mu);
    }

    @Override
    public double sigma(double dispersion) {
        return dispersion;
    }

    /** log phi where a share 1 / (1 + phi) of the largest variance is left. */
    static double logPrecision(double share) {
        double phi = share > 0 ? 1 / share - 1 : MOST_PRECISION;
        return Math.log(Math.max(LEAST_PRECISION, Math.min(phi, MOST_PRECISION)));
    }
}
