package org.glmmsql.family;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.glmmsql.design.Ones;
import org.glmmsql.design.Response;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Registry;
import org.jspecify.annotations.Nullable;

/**
 * What the families share: their links, and the checks of response and weights.
 *
 * @param <K> the kind of link, by the range of the mean
 */
abstract class LinkedFamily<K extends Link> implements Family {
    private final String name;
    private final Registry<K> links;
    private final List<Parameter> parameters;

    /** @param further parameters after the mean */
    LinkedFamily(String name, List<K> links, Parameter... further) {
        this.name = name;
        this.parameters = Stream.concat(Stream.of(Parameter.mean(links.get(0))), Stream.of(further))
                .toList();
        this.links = new Registry<>("link of family " + name, Link::name, links);
    }

    abstract LogDensity density(K link);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<String> links() {
        return links.names();
    }

    @Override
    public final List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public List<String> linksOfTheWholeLine() {
        return links.names().stream()
                .filter(name -> DoubleStream.of(-3, 0, 3).allMatch(eta -> isInside(density(name), eta)))
                .toList();
    }

    @Override
    public Distribution distribution(String link, double[] predictors, double weight) {
        double w = ofTrials() || hasUnit() ? weight : 1;
        RowDensity row = new RowDensity(density(link), support(w), predictors, w);
        return distribution(row, links.get(link), predictors, w);
    }

    /** The same, for a family that has its own: with a closed form of the tails. */
    Distribution distribution(RowDensity density, K link, double[] predictors, double weight) {
        return density.support().discrete()
                ? new SummedDistribution(density)
                : new IntegratedDistribution(density, link.mu(predictors[0]));
    }

    /** Where a response can be: what is in range, a finite end of an interval having a mass if it is. */
    Support support(double weight) {
        if (ofTrials()) {
            return Support.shares(weight);
        }
        if (ofCounts()) {
            return Support.counts(inRange(0) ? 0 : 1, Double.POSITIVE_INFINITY);
        }
        double low = inRange(-1) ? Double.NEGATIVE_INFINITY : 0;
        double high = inRange(2) ? Double.POSITIVE_INFINITY : 1;
        return Support.interval(low, high, inRange(low), inRange(high));
    }

    private boolean isInside(LogDensity density, double eta) {
        double[] y = {ofCounts() ? 1 : startingMean(1, 1)};
        double[][] predictors = new double[density.predictors()][1];
        predictors[0][0] = eta;
        double[] others = neutral();
        for (int s = 0; s < others.length; s++) predictors[s + 1][0] = others[s];
        double[][] out = new double[Want.places(density.predictors())][1];
        density.evaluate(0, 1, y, new double[] {1}, predictors, new Want(true, false, false, false, 1), out);
        return out[LogDensity.L][0] > Double.NEGATIVE_INFINITY;
    }

    @Override
    public final LogDensity density(String link) {
        return density(links.get(link));
    }

    @Override
    public final K link(String link) {
        return links.get(link);
    }

    /** The usual case: one number per row, which has to be in the range; weights as given. */
    @Override
    public double[] priorWeights(Response response, double @Nullable [] weights) {
        if (response.trials() != null) {
            throw new GlmmException(
                    ErrorCode.RESPONSE_TYPE,
                    "response '" + response.name() + "' gives successes and trials; " + name
                            + " takes one number per row, family = binomial takes these");
        }
        if (response.binary()) {
            throw new GlmmException(
                    ErrorCode.RESPONSE_TYPE,
                    "response '" + response.name() + "' has two levels; " + name
                            + " takes numbers, family = binomial takes two levels");
        }
        double[] y = response.y();
        Violations bad = new Violations();
        for (double value : y) {
            bad.check(inRange(value), value);
        }
        bad.raise(ErrorCode.RESPONSE_RANGE, "response '" + response.name() + "'", "outside " + range(), remedy(bad));
        return checkedWeights(y.length, weights);
    }

    /** Whether y can be observed under this family. */
    abstract boolean inRange(double y);

    /** What can be done about values that are out of range. */
    String remedy(Violations bad) {
        return name + " takes " + range();
    }

    /** What y may be, in words. */
    abstract String range();

    /** @return the weights, or ones; not to be written to */
    static double[] checkedWeights(int n, double @Nullable [] weights) {
        if (weights == null) {
            return Ones.of(n);
        }
        Violations bad = new Violations();
        for (double w : weights) {
            bad.check(w >= 0 && w < Double.POSITIVE_INFINITY, w);
        }
        bad.raise(
                ErrorCode.WEIGHTS_RANGE,
                "the weights column",
                "that cannot be weights",
                "weights are finite numbers >= 0, and 0 leaves the row out");
        return weights;
    }
}
