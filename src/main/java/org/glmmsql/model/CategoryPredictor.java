package org.glmmsql.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.family.Families;
import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Want;
import org.glmmsql.frame.Column;
import org.jspecify.annotations.Nullable;

/** Predictions of a response of ordered categories: of a category's probability, of the linear predictor, or of the most likely category. */
final class CategoryPredictor {
    private static final Want VALUE = new Want(true, false, false, false, 1);
    private static final Want SLOPES = new Want(true, true, false, false, 7);

    private final LinearPredictor mean;
    private final FittedModel model;
    private final List<CovarianceParameter> lawParameters;
    private final List<String> levels;
    private final double[] thresholds;
    /** Of the mean, and thresholds. */
    private final int coefficients;
    /** Place of the first threshold among them. */
    private final int first;

    private final LogDensity density;
    /** Joint, of all that was estimated: its lower triangle. */
    private final double[][] covariance;

    CategoryPredictor(FittedModel model) {
        Component cond = model.components().get(0);
        mean = new LinearPredictor(model, cond);
        this.model = model;
        lawParameters = CovarianceParameter.of(model);
        levels = model.recipe().categories();
        thresholds = model.components().get(1).coefficients().stream()
                .mapToDouble(Coefficient::estimate)
                .toArray();
        density = Families.byName(model.family()).density(model.link());
        covariance = model.covariance();
        coefficients = Component.followed(model.components());
        first = coefficients - thresholds.length;
    }

    double[] predict(List<Column> columns, int rows, PredictOptions options) {
        return new Scoring(columns, rows, options).values(Scoring::prediction);
    }

    /** Ends of the interval of a linear predictor, or of a probability, symmetric about it. @param errors how many standard errors */
    double[] limits(List<Column> columns, int rows, PredictOptions options, double errors) {
        return new Scoring(columns, rows, options)
                .values((scoring, i) -> scoring.prediction(i) + errors * scoring.standardError(i));
    }

    Derived derived(List<Column> columns, int rows, PredictOptions options) {
        return new Scoring(columns, rows, options);
    }

    double[] standardErrors(List<Column> columns, int rows, PredictOptions options) {
        return new Scoring(columns, rows, options).values(Scoring::standardError);
    }

    @Nullable
    String[] classes(List<Column> columns, int rows, PredictOptions options) {
        Scoring scoring = new Scoring(columns, rows, options, -1);
        @Nullable String[] classes = new String[rows];
        for (int i = 0; i < rows; i++) {
            classes[i] = scoring.rows.isKnown(i) ? levels.get(scoring.mostLikely(i)) : null;
        }
        return classes;
    }

    private int level(PredictOptions options) {
        if (options.type() == PredictOptions.Type.LINK) {
            if (options.level() != null) {
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "type = link is the linear predictor, which is the same for all levels; leave level out, or use type = prob");
            }
            return -1;
        }
        if (options.level() == null) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "an ordered response has no mean: a prediction is of the probability of a level, type = prob, level = '"
                            + Excerpt.of(levels.get(levels.size() - 1)) + "'; the levels are " + Excerpt.list(levels)
                            + "; or use type = link, or glmm_predict_class for the most likely level");
        }
        int level = levels.indexOf(options.level());
        if (level < 0) {
            throw new GlmmException(
                    ErrorCode.UNKNOWN_LEVEL,
                    "the response has no level '" + Excerpt.of(options.level()) + "'; "
                            + Suggestion.among(options.level(), levels));
        }
        return level;
    }

    private interface RowValue {
        double at(Scoring scoring, int row);
    }

    /** One call. */
    private final class Scoring implements Derived {
        private final LinearPredictor.Rows rows;
        /** Number of the level from 0, negative for the linear predictor. */
        private final int level;

        private final @Nullable MarginalMean marginal;
        private final double[][] eta = new double[density.predictors()][1];
        private final double[][] out = new double[Want.places(density.predictors())][1];
        private final EffectSum effects = new EffectSum(model.randomEffects());
        private final double[] derivative = new double[covariance.length];
        private final List<Nearby> nearby = new ArrayList<>();
        /** Of the parameters that the prediction depends on; set where there are derivatives. */
        private int[] places = {};

        Scoring(List<Column> columns, int rows, PredictOptions options) {
            this(columns, rows, options, level(options));
            for (CovarianceParameter parameter : options.marginal() ? lawParameters : List.<CovarianceParameter>of()) {
                nearby.add(new Nearby(
                        parameter, new MarginalMean(parameter.above()), new MarginalMean(parameter.below())));
            }
            places = IntStream.concat(
                            IntStream.range(0, coefficients),
                            nearby.stream().mapToInt(one -> one.parameter().place()))
                    .toArray();
        }

        Scoring(List<Column> columns, int rows, PredictOptions options, int level) {
            this.rows = mean.bind(columns, rows, options);
            this.level = level;
            this.marginal = options.marginal() ? new MarginalMean(model.terms()) : null;
        }

        double[] values(RowValue value) {
            double[] values = new double[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = rows.isKnown(i) ? value.at(this, i) : Double.NaN;
            }
            return values;
        }

        /** Of a row, or its mean over the laws of the random effects. */
        private double of(DoubleUnaryOperator g, int i) {
            double predictor = rows.eta(i);
            return marginal == null ? g.applyAsDouble(predictor) : marginal.of(g, predictor, rows.z(i));
        }

        double prediction(int i) {
            return level < 0 ? rows.eta(i) : of(predictor -> probability(predictor, level), i);
        }

        int mostLikely(int i) {
            int best = 0;
            double highest = -1;
            for (int j = 0; j < levels.size(); j++) {
                int candidate = j;
                double probability = of(predictor -> probability(predictor, candidate), i);
                if (probability > highest) {
                    highest = probability;
                    best = j;
                }
            }
            return best;
        }

        private double probability(double predictor, int category) {
            return evaluate(predictor, category, VALUE);
        }

        /** The probability of a category, with the derivatives of its logarithm. */
        private double evaluate(double predictor, int category, Want want) {
            eta[0][0] = predictor;
            eta[1][0] = category < thresholds.length ? thresholds[category] : Double.POSITIVE_INFINITY;
            eta[2][0] = category > 0 ? thresholds[category - 1] : Double.NEGATIVE_INFINITY;
            density.evaluate(0, 1, new double[] {category + 1}, new double[] {1}, eta, want, out);
            return Math.exp(out[LogDensity.L][0]);
        }

        /** The derivative of the probability by eta, or by one of its thresholds. */
        private double slope(double predictor, int by) {
            double probability = evaluate(predictor, level, SLOPES);
            return probability > 0 ? probability * out[Want.place(by)][0] : 0;
        }

        /** By the delta method: modes of random effects follow the coefficients and thresholds, and have a variance of their own. */
        double standardError(int i) {
            derive(i);
            double variance = effects.variance();
            for (int j : places) {
                double sum = 0;
                for (int k : places) {
                    sum += covariance[Math.max(j, k)][Math.min(j, k)] * derivative[k];
                }
                variance += derivative[j] * sum;
            }
            return Math.sqrt(variance);
        }

        @Override
        public boolean isKnown(int i) {
            return rows.isKnown(i);
        }

        @Override
        public double value(int i) {
            return prediction(i);
        }

        @Override
        public void addGradient(int i, double times, double[] gradient) {
            derive(i);
            for (int j : places) {
                gradient[j] += times * derivative[j];
            }
        }

        /** Fills the derivatives of the prediction by what it depends on, and the effects that it has. */
        private void derive(int i) {
            rows.fixed(i, derivative);
            Arrays.fill(derivative, first, derivative.length, 0);
            effects.clear();
            double slope = level < 0 ? 1 : of(predictor -> slope(predictor, 0), i);
            for (int j = 0; j < first; j++) {
                derivative[j] *= slope;
            }
            rows.addEffects(i, slope, derivative, effects);
            if (level >= 0 && level < thresholds.length) {
                derivative[first + level] += of(predictor -> slope(predictor, 1), i);
            }
            if (level > 0) {
                derivative[first + level - 1] += of(predictor -> slope(predictor, 2), i);
            }
            for (Nearby one : nearby) {
                double[][] z = rows.z(i);
                double eta = rows.eta(i);
                double above = one.above().of(predictor -> probability(predictor, level), eta, z);
                double below = one.below().of(predictor -> probability(predictor, level), eta, z);
                derivative[one.parameter().place()] =
                        (above - below) / (2 * one.parameter().step());
            }
        }
    }

    /** Means over laws at other numbers. */
    private record Nearby(CovarianceParameter parameter, MarginalMean above, MarginalMean below) {}
}
