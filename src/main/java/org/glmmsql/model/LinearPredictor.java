package org.glmmsql.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.design.ScoringDesign;
import org.glmmsql.design.ScoringRows;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.frame.Column;

/**
 * One linear predictor of a model for new rows, eta = offset + x' beta + sum of z' b over its random terms. Immutable, so any number of
 * threads may bind rows to it.
 */
final class LinearPredictor {
    private final FittedModel model;
    private final List<RandomTerm> terms;
    private final List<RandomEffects> effects;
    private final ScoringDesign design;
    private final List<DroppedColumn> relations;
    private final double[] beta; // 0 for a dropped column
    private final int[] kept; // columns of x that have a row in vcov
    private final int[] places; // of the terms among those of the model
    private final int followed; // coefficients of the mean, and thresholds
    private final int[] dropped; // columns of x of those dropped whose dependence is known

    /** @throws GlmmException NOT_A_MODEL if the parts of the model do not fit together */
    LinearPredictor(FittedModel model, Component component) {
        this.model = model;
        ModelSpec spec = ModelTextParser.parse(model.modelText());
        terms = model.terms().stream()
                .filter(term -> term.component().equals(component.name()))
                .toList();
        effects = model.randomEffects().stream()
                .filter(e -> e.component().equals(component.name()))
                .toList();
        List<RandomPart> parts = Objects.requireNonNull(spec.predictors().get(component.parameter()))
                .random();
        List<List<String>> levels = effects.isEmpty()
                ? parts.stream().map(part -> List.<String>of()).toList()
                : effects.stream().map(RandomEffects::levels).toList();
        design = ScoringDesign.compile(spec, model.recipe(), levels, component.parameter());
        double[] estimates = component.coefficients().stream()
                .mapToDouble(Coefficient::estimate)
                .toArray();
        beta = Arrays.stream(estimates).map(b -> Double.isNaN(b) ? 0 : b).toArray();
        kept = IntStream.range(0, estimates.length)
                .filter(j -> !Double.isNaN(estimates[j]))
                .toArray();
        followed = Component.followed(model.components());
        places = IntStream.range(0, model.terms().size())
                .filter(t -> model.terms().get(t).component().equals(component.name()))
                .toArray();
        List<String> names =
                component.coefficients().stream().map(Coefficient::term).toList();
        relations = component.dropped();
        dropped = relations.stream()
                .mapToInt(column -> names.indexOf(column.term()))
                .toArray();
        if (design.fixedNames().size() != beta.length
                || levels.size() != parts.size()
                || IntStream.of(dropped).anyMatch(j -> j < 0)) {
            throw new GlmmException(
                    ErrorCode.NOT_A_MODEL,
                    "the estimates of the model do not fit its formula '" + model.formula()
                            + "'; pass the text as it was stored");
        }
    }

    long bytes() {
        return design.bytes();
    }

    /** Whether it has random effects of its own. */
    boolean isRandom() {
        return !terms.isEmpty();
    }

    /** Whether the model keeps how its effects follow the coefficients of all components. */
    boolean followsAll() {
        return effects.stream().allMatch(e -> e.otherSlopes().length > 0 && e.otherSlopes()[0].length > 0);
    }

    Rows bind(List<Column> columns, int rows, PredictOptions options) {
        return new Rows(design.bind(columns, rows), options);
    }

    /** Rows bound for one call, and room for one row's x and z. */
    final class Rows {
        private final ScoringRows rows;
        private final PredictOptions options;
        /** Those that there are, if any counts. */
        private final List<RandomEffects> added;
        /** By term, whether its effects are added. */
        private final boolean[] counts;

        private final double[] x = new double[beta.length];
        private final double[][] z =
                terms.stream().map(term -> new double[term.q()]).toArray(double[][]::new);

        Rows(ScoringRows rows, PredictOptions options) {
            this.rows = rows;
            this.options = options;
            boolean all = options.re() == PredictOptions.Effects.ALL;
            added = all ? effects : List.of();
            counts = new boolean[terms.size()];
            for (int t = 0; t < added.size(); t++) {
                counts[t] = options.terms() == null
                        || options.terms().contains(terms.get(t).group());
            }
            if (all && effects.isEmpty() && !model.groups().isEmpty() && isRandom()) {
                throw new GlmmException(
                        ErrorCode.PREDICT, "the model keeps no random effects (ranef = false); predict with re = none");
            }
        }

        int size() {
            return rows.size();
        }

        /** Whether row i has a value: nothing that it needs is NULL or unknown, and the fit can tell. */
        boolean isKnown(int i) {
            return !rows.isMissing(i) && !isUnknown(i) && isEstimable(i);
        }

        /** Whether a level of row i is new and the answer is therefore NULL. */
        private boolean isUnknown(int i) {
            for (int t = 0; t < added.size(); t++) {
                if (counts[t] && rows.level(t, i) < 0) {
                    switch (options.newLevels()) {
                        case NULL -> {
                            return true;
                        }
                        case ERROR ->
                            throw new GlmmException(
                                    ErrorCode.PREDICT,
                                    (rows.isNewPosition(t, i) ? "the position of a row in " : "")
                                            + "the level '" + rows.levelName(t, i) + "' of "
                                            + added.get(t).group()
                                            + " is not in the model; use new_levels = "
                                            + PredictOptions.NewLevels.POPULATION
                                                    .name()
                                                    .toLowerCase(Locale.ROOT));
                        case POPULATION -> {}
                    }
                }
            }
            return false;
        }

        /** Whether the prediction of row i is the same whichever of the dependent columns was dropped. */
        private boolean isEstimable(int i) {
            if (dropped.length == 0) {
                return true;
            }
            rows.fixed(i, x);
            for (int d = 0; d < dropped.length; d++) {
                DroppedColumn column = relations.get(d);
                double found = x[dropped[d]];
                if (!column.holds(found, x, kept)) {
                    if (options.nonestimable() == PredictOptions.Refusal.ERROR) {
                        throw new GlmmException(
                                ErrorCode.PREDICT,
                                "a row with " + column.term() + " = " + found
                                        + " cannot be estimated: the rows of the fit did not tell this column from others, so it was"
                                        + " dropped, and the prediction would depend on which one was; leave such rows out, or use"
                                        + " nonestimable = null");
                    }
                    return false;
                }
            }
            return true;
        }

        /** The level of term t whose effects are added in row i, -1 for none. */
        private int counted(int t, int i) {
            return counts[t] ? rows.level(t, i) : -1;
        }

        /** The variance of the effects of row i that are not added: of levels that are as good as new, if their laws are normal. */
        double varianceOfOthers(int i) {
            double[][] all = z(i);
            double variance = 0;
            for (int t = 0; t < all.length; t++) {
                if (counted(t, i) < 0) {
                    variance += MarginalMean.variance(all[t], terms.get(t));
                }
            }
            return variance;
        }

        double eta(int i) {
            rows.fixed(i, x);
            double eta = rows.offset(i) + dot(x, beta);
            for (int t = 0; t < added.size(); t++) {
                int level = counted(t, i);
                if (level >= 0) {
                    rows.random(t, i, z[t]);
                    eta += dot(z[t], added.get(t).modes()[level]);
                }
            }
            return eta;
        }

        List<RandomTerm> terms() {
            return terms;
        }

        String levelName(int t, int i) {
            return rows.levelName(t, i);
        }

        /** By random term, what multiplies its effects in row i. */
        double[][] z(int i) {
            for (int t = 0; t < z.length; t++) {
                if (rows.isNewPosition(t, i)) {
                    throw new GlmmException(
                            ErrorCode.PREDICT,
                            "a row has a position that no row of the fit had, so that the model has no law of its effect to average"
                                    + " over; leave such rows out, or predict without marginal");
                }
                rows.random(t, i, z[t]);
            }
            return z;
        }

        /** d eta / d beta of row i by the coefficients kept, modes held. */
        void fixed(int i, double[] derivative) {
            rows.fixed(i, x);
            for (int j = 0; j < kept.length; j++) {
                derivative[j] = x[kept[j]];
            }
        }

        /**
         * Adds how the modes of row i follow the coefficients to the derivatives by all of them, and the effects to a sum.
         *
         * @param times derivative of the prediction by eta
         */
        void addEffects(int i, double times, double[] derivatives, EffectSum sum) {
            for (int t = 0; t < added.size(); t++) {
                int level = counted(t, i);
                if (level < 0) {
                    continue;
                }
                rows.random(t, i, z[t]);
                sum.set(places[t], level, z[t], times);
                follow(z[t], times, added.get(t).slopes()[level], derivatives, 0);
                follow(z[t], times, added.get(t).otherSlopes()[level], derivatives, followed);
            }
        }
    }

    /** @param slopes of the effects, by rows */
    private static void follow(double[] z, double times, double[] slopes, double[] derivatives, int from) {
        int size = z.length == 0 ? 0 : slopes.length / z.length;
        for (int c = 0; c < z.length; c++) {
            for (int j = 0; j < size; j++) {
                derivatives[from + j] += times * z[c] * slopes[c * size + j];
            }
        }
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
