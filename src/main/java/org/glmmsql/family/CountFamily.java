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
}
