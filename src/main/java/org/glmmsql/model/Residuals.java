package org.glmmsql.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.glmmsql.design.Response;
import org.glmmsql.design.ScoringResponse;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Distribution;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.family.Parameter;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.NumericColumn;
import org.jspecify.annotations.Nullable;

/** What the responses of rows leave of a model. Immutable, so any number of threads may use it. */
public final class Residuals {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    /** Below, what a number from 0 to 1 is from 1 has nearly all its digits. */
    private static final double NEAR = 0.9;

    /** A jump of a distribution function that is no rounding of a density. */
    private static final double MASS = 1e-12;

    private final Predictor predictor;
    private final ResidualOptions options;

    private Residuals(Predictor predictor, ResidualOptions options) {
        this.predictor = predictor;
        this.options = options;
    }

    /** @throws GlmmException NOT_APPLICABLE for a kind that the family has not; NOT_FITTED with failed = error */
    public static Residuals of(Predictor predictor, ResidualOptions options) {
        if (options.rows().failed() == PredictOptions.Refusal.ERROR) {
            predictor.requireFitted();
        }
        Residuals residuals = new Residuals(predictor, options);
        if (predictor.isFitted()) {
            residuals.requireKind();
        }
        return residuals;
    }

    /** The columns: those of the key, or of the uniform numbers, first; then those of the fit, in its order. */
    public List<String> variables() {
        List<String> names = new ArrayList<>(predictor.spec().variables());
        for (String own : new String[] {options.key(), options.column()}) {
            if (own != null && !names.contains(own)) {
                names.add(0, own);
            }
        }
        return names;
    }

    private void requireKind() {
        Family family = predictor.distributions().family();
        String kind = options.type().name().toLowerCase(Locale.ROOT);
        if (family.ofCategories() && options.type() != ResidualOptions.Type.QUANTILE) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "an ordered response has no mean, and so no residuals of type " + kind + "; use type = quantile");
        }
        List<Parameter> others =
                family.parameters().subList(1, family.parameters().size());
        boolean ofOneMean = family.modelsMeanOfResponse()
                && others.stream().noneMatch(parameter -> parameter.component().equals("zero"));
        boolean exponential =
                ofOneMean && (family.hasDevianceWithShapes() || others.stream().allMatch(Parameter::scale));
        boolean possible = switch (options.type()) {
            case DEVIANCE -> exponential;
            case WORKING -> ofOneMean;
            default -> true;
        };
        if (!possible) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "residuals of type " + kind + " are of "
                            + (options.type() == ResidualOptions.Type.DEVIANCE
                                    ? "exponential dispersion families, tweedie and nbinom2"
                                    : "families whose one linear predictor gives the mean of a response")
                            + ", and family " + family.name()
                            + (ofOneMean ? "" : " with this model's parameters")
                            + " is none; use type = quantile, or pearson");
        }
    }

    /**
     * @param columns with the names of {@link #variables}
     * @return a residual for each row; NaN for NULL: where a column is NULL, or the row has weight 0, or no prediction, or the residual is
     *     not finite
     * @throws GlmmException as predictions; RESPONSE_RANGE for a response that the family has not; UNKNOWN_LEVEL; BAD_OPTION_VALUE for a
     *     uniform number that is no probability
     */
    public double[] values(List<Column> columns, int rows) {
        double[] values = new double[rows];
        Arrays.fill(values, Double.NaN);
        if (!predictor.isFitted()) {
            return values;
        }
        ScoringResponse.Rows given = predictor.response().bind(columns, rows);
        Family family = predictor.distributions().family();
        double[] weights = family.priorWeights(given.response(), given.weights());
        Response response = family.taken(given.response(), weights).response();
        Kind kind = kind(columns, rows);
        for (int k = 0; k < weights.length; k++) {
            int i = given.rows()[k];
            if (weights[k] > 0 && kind.isKnown(i)) {
                double value = kind.of(i, response.y()[k], weights[k]);
                values[i] = Double.isFinite(value) ? value : Double.NaN;
            }
        }
        return values;
    }

    /** Residuals of one kind of the rows of a call. */
    private interface Kind {
        boolean isKnown(int i);

        double of(int i, double y, double weight);
    }

    private Kind kind(List<Column> columns, int rows) {
        return switch (options.type()) {
            case RESPONSE -> new OfMean(predictor.derived(columns, rows, options.rows()));
            case QUANTILE -> new Quantile(columns, rows);
            default -> new Standardised(options.type(), columns, rows);
        };
    }

    private record OfMean(Derived mean) implements Kind {
        @Override
        public boolean isKnown(int i) {
            return mean.isKnown(i);
        }

        @Override
        public double of(int i, double y, double weight) {
            return y - mean.value(i);
        }
    }

    /** Those that measure the distance from the mean in a unit of the row's own. */
    private final class Standardised implements Kind {
        private final ResidualOptions.Type type;
        private final RowDistributions.Rows distributions;
        private final Family family = predictor.distributions().family();
        private final Link link = family.link(predictor.model().link());
        /** A dispersion that is the same for all rows, which Pearson residuals leave out; else 1. */
        private final double scale;

        Standardised(ResidualOptions.Type type, List<Column> columns, int rows) {
            this.type = type;
            distributions = predictor.distributions().bind(columns, rows, options.rows());
            double dispersion = RowDistributions.dispersion(predictor.model());
            scale = family.hasDispersion() && dispersion > 0 ? dispersion : 1;
        }

        @Override
        public boolean isKnown(int i) {
            return distributions.isKnown(i);
        }

        @Override
        public double of(int i, double y, double weight) {
            if (type == ResidualOptions.Type.PEARSON) {
                Distribution distribution = distributions.at(i, checked(family, weight));
                return (y - distribution.mean()) / Math.sqrt(distribution.variance() / scale);
            }
            double eta = distributions.eta(0, i);
            double mu = link.mu(eta);
            return type == ResidualOptions.Type.WORKING
                    ? (y - mu) / link.muEta(eta)
                    : Math.copySign(Math.sqrt(Math.max(0, weight * deviance(i, y, mu))), y - mu);
        }

        private double deviance(int i, double y, double mu) {
            if (!family.hasDevianceWithShapes()) {
                return family.unitDeviance(y, mu);
            }
            double[] others = new double[family.parameters().size() - 1];
            for (int k = 0; k < others.length; k++) {
                others[k] = distributions.eta(k + 1, i);
            }
            return family.unitDeviance(y, mu, others);
        }
    }

    /** Of trials a whole number. */
    static double checked(Family family, double weight) {
        if (family.ofTrials() && Math.abs(weight - Math.rint(weight)) > 1e-3) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "a share of " + weight
                            + " trials has no distribution, as weights that are no counts make it; use type = response, or weights that are the"
                            + " numbers of trials");
        }
        return family.ofTrials() ? Math.rint(weight) : weight;
    }

    /**
     * F(y-) + u P(Y = y), as a number or as the normal quantile of it (Dunn and Smyth 1996), F by the modes of random effects or averaged
     * over their laws. By the nearer tail, which keeps its digits.
     */
    private final class Quantile implements Kind {
        private final RowDistributions.Rows distributions;
        private final Family family = predictor.distributions().family();
        private final @Nullable NumericColumn uniform;
        private final RowHash drawn;

        Quantile(List<Column> columns, int rows) {
            distributions = predictor.distributions().bind(columns, rows, options.rows());
            drawn = new RowHash(RowHash.start(options.seed(), 0), columns);
            uniform = options.column() == null ? null : uniform(columns, options.column());
        }

        private static NumericColumn uniform(List<Column> columns, String name) {
            Column column = columns.stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            if (column instanceof NumericColumn number) {
                return number;
            }
            throw new GlmmException(
                    ErrorCode.COLUMN_TYPE,
                    "uniform = " + name + " is a column of texts; it takes numbers from 0 to 1, as the first column");
        }

        @Override
        public boolean isKnown(int i) {
            return distributions.isKnown(i) && (uniform == null || !uniform.isMissing(i));
        }

        private double u(int i) {
            return uniform != null
                    ? ResidualOptions.checked(uniform.values()[i])
                    : Double.isNaN(options.uniform()) ? drawn.uniform(i) : options.uniform();
        }

        @Override
        public double of(int i, double y, double weight) {
            double w = checked(family, weight);
            boolean marginal = options.rows().marginal();
            Distribution one = marginal ? null : distributions.at(i, w);
            double cdf = one == null ? distributions.mean(d -> d.cdf(y), i, w) : one.cdf(y);
            double mass = one == null ? distributions.mean(d -> mass(d, y), i, w) : mass(one, y);
            double left = mass == 0 ? 0 : (1 - u(i)) * mass;
            double lower = cdf - left;
            if (options.scale() == ResidualOptions.Scale.UNIFORM) {
                return lower;
            }
            if (lower < NEAR) {
                return STANDARD.inverseCumulativeProbability(Math.max(0, lower));
            }
            double upper = one == null ? distributions.mean(d -> d.upperTail(y), i, w) : one.upperTail(y);
            return STANDARD.inverseSurvivalProbability(Math.min(1, upper + left));
        }

        /** P(Y = y); a distribution with a density may have some at the ends of shares, and at 0. */
        private static double mass(Distribution distribution, double y) {
            if (distribution.discrete()) {
                return Math.exp(distribution.logDensity(y));
            }
            if (y != 0 && y != 1) {
                return 0;
            }
            double jump = distribution.cdf(y) - distribution.cdf(Math.nextDown(y));
            return jump > MASS ? jump : 0;
        }
    }
}
