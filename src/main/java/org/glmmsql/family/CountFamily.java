package org.glmmsql.family;

import java.util.List;

/** What families of counts share, whose variance at their simplest is the mean: starts and deviance are those of Poisson. */
abstract class CountFamily extends LinkedFamily<PositiveLink> {
    CountFamily(String name, List<PositiveLink> links, Parameter... further) {
        super(name, links, further);
    }

    @Override
    public boolean ofCounts() {
        return true;
    }

    @Override
    public int edge(double y) {
        return y == 0 ? -1 : 0;
    }

    @Override
    public boolean separable(String link) {
        return link.equals("log");
    }

    @Override
    boolean inRange(double y) {
        return y >= 0 && y < Double.POSITIVE_INFINITY && y == Math.rint(y);
    }

    @Override
    String range() {
        return "the counts 0, 1, 2, ...";
    }

    @Override
    public double startingMean(double y, double w) {
        return y + 0.1;
    }

    @Override
    public double unitDeviance(double y, double mu) {
        return 2 * ((y == 0 ? 0 : y * Math.log(y / mu)) - (y - mu));
    }

    @Override
    public double variance(double mu) {
        return mu;
    }

    /** Weighted mean of (y - mu)^2 / mu: 1 for Poisson. */
    static double relativeVariance(double[] y, double[] w, double[] mu) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < y.length; i++) {
            if (!(mu[i] > 0)) continue;
            sum += w[i] * (y[i] - mu[i]) * (y[i] - mu[i]) / mu[i];
            total += w[i];
        }
        return sum / total;
    }
}
