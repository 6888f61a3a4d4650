package org.glmmsql.model;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Distribution;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.PredictorPart;
import org.glmmsql.frame.Column;
import org.jspecify.annotations.Nullable;

/** The distributions that a model gives to responses, by the linear predictors of all parameters of its family. Immutable. */
final class RowDistributions {
    private final FittedModel model;
    private final Map<String, PredictedPart> parts;
    /** With zeros of another kind, where the model has such. */
    private final Family family;
    /** By parameter, its predictor where it is the same for all rows; NaN where rows have their own. */
    private final double[] constants;

    private final double[] thresholds;

    /** @param parts by parameter, that of the mean first; those of a model that has estimates */
    RowDistributions(FittedModel model, ModelSpec spec, Map<String, PredictedPart> parts) {
        this.model = model;
        this.parts = parts;
        Map<String, PredictorPart> told = spec.options().predictors();
        boolean zero = parts.containsKey(Options.ZERO) || told.containsKey(Options.ZERO);
        family = Families.of(model.family(), zero ? List.of(Options.ZERO) : List.of());
        List<Parameter> parameters = family.parameters();
        constants = new double[family.ofCategories() ? 1 : parameters.size()];
        for (int k = 0; k < constants.length; k++) {
            Parameter parameter = parameters.get(k);
            PredictorPart part = told.get(parameter.name());
            boolean held = part != null && part.held() != null;
            constants[k] = parts.containsKey(parameter.name())
                    ? Double.NaN
                    : parameter.eta(held ? part.held() : dispersion(model));
        }
        thresholds = family.ofCategories()
                ? model.components().get(1).coefficients().stream()
                        .mapToDouble(Coefficient::estimate)
                        .toArray()
                : new double[0];
    }

    /** What is told as a residual variance; NaN for nothing. */
    static double dispersion(FittedModel model) {
        return model.varCorr().stream()
                .filter(row -> row.term1() == null)
                .mapToDouble(VarCorr::variance)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Of ordered categories; else empty. */
    double[] thresholds() {
        return thresholds;
    }

    /** Its parameters and what it says of a response. */
    Family family() {
        return family;
    }

    /** @throws GlmmException NOT_APPLICABLE where residuals are correlated, or have their own variances, so that a row alone has no distribution */
    Rows bind(List<Column> columns, int rows, PredictOptions options) {
        if (model.residual() != null) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "the residuals of this model are correlated (residual = ...), and the distribution of one row is not that of a sample; use"
                            + " type = response");
        }
        PredictedPart.Rows[] bound = new PredictedPart.Rows[constants.length];
        for (int k = 0; k < bound.length; k++) {
            PredictedPart part = parts.get(family.parameters().get(k).name());
            bound[k] = part == null ? null : part.bind(columns, rows, options, model.terms());
        }
        return new Rows(bound);
    }

    /** Rows bound for one call. */
    final class Rows {
        private final PredictedPart.@Nullable Rows[] bound;
        private final double[] predictors = new double[constants.length + thresholds.length];

        private Rows(PredictedPart.@Nullable Rows[] bound) {
            this.bound = bound;
            System.arraycopy(thresholds, 0, predictors, constants.length, thresholds.length);
        }

        boolean isKnown(int i) {
            for (PredictedPart.Rows part : bound) {
                if (part != null && !part.isKnown(i)) {
                    return false;
                }
            }
            return true;
        }

        PredictedPart.Rows mean() {
            return bound[0];
        }

        /** The linear predictor of parameter k; what modes of random effects say is in it if they count. */
        double eta(int k, int i) {
            PredictedPart.Rows part = bound[k];
            return part == null ? constants[k] : part.eta(i);
        }

        PredictedPart.@Nullable Rows part(int k) {
            return bound[k];
        }

        /** Number of parameters. */
        int size() {
            return bound.length;
        }

        /** Of a response of row i. @param weight trials of a share, what divides a scale */
        Distribution at(int i, double weight) {
            for (int k = 0; k < bound.length; k++) {
                predictors[k] = eta(k, i);
            }
            return of(predictors, weight);
        }

        /** @param eta of each parameter */
        Distribution of(double[] eta, double weight) {
            System.arraycopy(eta, 0, predictors, 0, bound.length);
            return family.distribution(model.link(), predictors, weight);
        }

        /** f of the distribution, or its mean over the laws of random effects if that is asked for. */
        double mean(ToDoubleFunction<Distribution> f, int i, double weight) {
            return mean(f, i, weight, 0);
        }

        private double mean(ToDoubleFunction<Distribution> f, int i, double weight, int k) {
            if (k == bound.length) {
                return f.applyAsDouble(family.distribution(model.link(), predictors.clone(), weight));
            }
            PredictedPart.Rows part = bound[k];
            if (part == null) {
                predictors[k] = constants[k];
                return mean(f, i, weight, k + 1);
            }
            return part.of(
                    eta -> {
                        predictors[k] = eta;
                        return mean(f, i, weight, k + 1);
                    },
                    i);
        }
    }
}
