package org.glmmsql.family;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.glmmsql.design.Response;
import org.jspecify.annotations.Nullable;

/**
 * A family of which a share p of the responses is 0 whatever the mean of the others, logit p a predictor of its own after those of the
 * others: zero inflation where these have zeros too, a hurdle where they have none.
 */
abstract class WithZerosFamily implements Family {
    static final Parameter ZERO = new Parameter("zero", "zero", new LogitLink(), false);

    /** That of the other responses. */
    final Family others;

    WithZerosFamily(Family others) {
        this.others = others;
    }

    /** Whether a family may have zeros of another kind. */
    static boolean takes(Family others) {
        return others.ofCounts() || others.excludesZero();
    }

    static Family of(Family others) {
        return others.excludesZero() ? new HurdleFamily(others) : new ZeroInflatedFamily(others);
    }

    /** The logit of a share of zeros, from a tenth to nine tenths. */
    static double logit(double share) {
        double inside = Math.max(0.1, Math.min(0.9, share));
        return Math.log(inside / (1 - inside));
    }

    @Override
    public final Distribution distribution(String link, double[] predictors, double weight) {
        int last = predictors.length - 1;
        double[] ofOthers = Arrays.copyOf(predictors, last);
        return new WithZerosDistribution(others.distribution(link, ofOthers, weight), predictors[last]);
    }

    @Override
    public final List<Parameter> parameters() {
        return Stream.concat(others.parameters().stream(), Stream.of(ZERO)).toList();
    }

    @Override
    public final String name() {
        return others.name();
    }

    @Override
    public final List<String> links() {
        return others.links();
    }

    @Override
    public final boolean ofCounts() {
        return others.ofCounts();
    }

    @Override
    public int edge(double y) {
        return others.edge(y);
    }

    @Override
    public final double[] neutral() {
        return Arrays.copyOf(others.neutral(), others.parameters().size());
    }

    @Override
    public @Nullable String unknown(Parameter parameter, double[] y, double[] w) {
        if (!parameter.equals(ZERO)) return others.unknown(parameter, y, w);
        for (int i = 0; i < y.length; i++) {
            if (y[i] == 0 && w[i] > 0) return null;
        }
        return "has no value 0, of which zero = is to model the share; leave zero = out";
    }

    @Override
    public final List<Double> otherStarts(Parameter parameter, double start) {
        return parameter.equals(ZERO) ? List.of() : others.otherStarts(parameter, start);
    }

    @Override
    public final boolean separable(String link) {
        return others.separable(link);
    }

    @Override
    public final List<String> linksOfTheWholeLine() {
        return others.linksOfTheWholeLine();
    }

    @Override
    public double[] priorWeights(Response response, double @Nullable [] weights) {
        return others.priorWeights(response, weights);
    }

    @Override
    public @Nullable String limit(Parameter parameter, double value) {
        return parameter.equals(ZERO) ? null : others.limit(parameter, value);
    }

    @Override
    public final Link link(String link) {
        return others.link(link);
    }

    @Override
    public double startingMean(double y, double w) {
        return others.startingMean(y, w);
    }

    @Override
    public double unitDeviance(double y, double mu) {
        return others.unitDeviance(y, mu);
    }

    @Override
    public final boolean modelsMeanOfResponse() {
        return others.modelsMeanOfResponse();
    }

    @Override
    public final String symbol(Parameter parameter) {
        return others.symbol(parameter);
    }

    @Override
    public final double variance(double mu) {
        return others.variance(mu);
    }

    @Override
    public final double variance(double mu, double[] predictors) {
        return others.variance(mu, predictors);
    }

    @Override
    public final double variance(double mu, double[] predictors, double weight) {
        return others.variance(mu, predictors, weight);
    }

    @Override
    public final double sigma(double dispersion) {
        return others.sigma(dispersion);
    }
}
