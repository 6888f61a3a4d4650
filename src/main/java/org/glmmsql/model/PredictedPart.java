package org.glmmsql.model;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.glmmsql.family.Families;
import org.glmmsql.family.Link;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.frame.Column;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a model for new rows: its linear predictor and its link. Immutable, so any number of threads may bind rows to it.
 *
 * @param predictor null where all rows have the one number that was estimated
 * @param constant that number, on the scale of the link
 * @param component its name
 * @param from place of the first of its coefficients among those of all components
 * @param size how many they are
 */
record PredictedPart(
        @Nullable LinearPredictor predictor, double constant, Link link, String component, int from, int size) {
    static PredictedPart of(FittedModel model, ModelSpec spec, Component component, int from) {
        boolean constant = !spec.predictors().containsKey(component.parameter());
        return new PredictedPart(
                constant ? null : new LinearPredictor(model, component),
                constant ? component.coefficients().get(0).estimate() : 0,
                link(model, component),
                component.name(),
                from,
                component.kept().size());
    }

    private static Link link(FittedModel model, Component component) {
        if (component.name().equals(Component.COND)) {
            return Families.byName(model.family()).link(model.link());
        }
        return Families.of(model.family(), List.of(component.parameter())).parameters().stream()
                .filter(parameter -> parameter.name().equals(component.parameter()))
                .map(Parameter::function)
                .findFirst()
                .orElseThrow();
    }

    long bytes() {
        return predictor == null ? 0 : predictor.bytes();
    }

    /** Whether it has random effects of its own. */
    boolean isRandom() {
        return predictor != null && predictor.isRandom();
    }

    /** Whether the model keeps how its random effects follow the coefficients of all parts. */
    boolean followsAll() {
        return predictor == null || predictor.followsAll();
    }

    /** @param laws the random terms of the model, with the covariance matrices over which a marginal mean is taken */
    Rows bind(List<Column> columns, int rows, PredictOptions options, List<RandomTerm> laws) {
        return new Rows(
                predictor == null ? null : predictor.bind(columns, rows, options),
                options.marginal()
                        ? new MarginalMean(laws.stream()
                                .filter(term -> term.component().equals(component))
                                .toList())
                        : null);
    }

    /** Rows bound for one call. */
    final class Rows {
        private final LinearPredictor.@Nullable Rows rows;
        private final @Nullable MarginalMean marginal;
        private final double[] derivative = new double[size];

        Rows(LinearPredictor.@Nullable Rows rows, @Nullable MarginalMean marginal) {
            this.rows = rows;
            this.marginal = marginal;
        }

        int from() {
            return from;
        }

        int to() {
            return from + size;
        }

        boolean isKnown(int i) {
            return rows == null || rows.isKnown(i);
        }

        double eta(int i) {
            return rows == null ? constant : rows.eta(i);
        }

        /** g(eta) of a row, or its mean over the laws of the random effects. */
        double of(DoubleUnaryOperator g, int i) {
            return marginal == null || rows == null ? g.applyAsDouble(eta(i)) : marginal.of(g, rows.eta(i), rows.z(i));
        }

        /** The parameter at a linear predictor. */
        double parameter(double eta) {
            return link.mu(eta);
        }

        /** Its random terms. */
        List<RandomTerm> terms() {
            return rows == null ? List.of() : rows.terms();
        }

        /** By random term, what multiplies its effects in row i. */
        double[][] z(int i) {
            return rows == null ? new double[0][] : rows.z(i);
        }

        /** Name of the level of row i in a random term. */
        String levelName(int term, int i) {
            return rows == null ? "" : rows.levelName(term, i);
        }

        /** The variance of the effects that are not added. */
        double varianceOfOthers(int i) {
            return rows == null ? 0 : rows.varianceOfOthers(i);
        }

        /** The parameter. */
        double value(int i) {
            return of(link::mu, i);
        }

        /** Its derivative by eta. */
        double slope(int i) {
            return of(link::muEta, i);
        }

        /**
         * Adds to the derivatives by all coefficients, modes following them, and to the effects that the prediction has.
         *
         * @param slope of the prediction by its eta
         */
        void add(int i, double slope, double[] derivatives, EffectSum effects) {
            if (rows == null) {
                derivatives[from] += slope;
                return;
            }
            rows.fixed(i, derivative);
            for (int j = 0; j < derivative.length; j++) {
                derivatives[from + j] += slope * derivative[j];
            }
            rows.addEffects(i, slope, derivatives, effects);
        }
    }
}
