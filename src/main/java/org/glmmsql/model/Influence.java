package org.glmmsql.model;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.ScoringResponse;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.frame.Column;

/**
 * How much the rows of a fit have to say: the leverage of a row, which is the derivative of its fitted value by its response, and Cook's
 * distance by it, (r / (1 - h))^2 h / p with r = (y - fitted) / sd. In a gaussian model with given variances the leverage is the squared
 * standard error of the fitted value over the variance of the residual. Immutable.
 */
public final class Influence {
    private static final PredictOptions FITTED = PredictOptions.parse("type = link, new_levels = null");

    private final Predictor predictor;

    private Influence(Predictor predictor) {
        this.predictor = predictor;
    }

    /** @throws GlmmException NOT_APPLICABLE for a model that does not carry what they are made of */
    public static Influence of(Predictor predictor, String function) {
        FittedModel model = predictor.model();
        if (predictor.isFitted()) {
            String wrong = null;
            if (!model.isNormal() || !model.link().equals("identity") || model.residual() != null) {
                wrong =
                        "a gaussian model with the identity link and independent residuals; of others see glmm_residual(model, 'type ="
                                + " quantile', ...)";
            } else if (model.components().size() > 1) {
                wrong = "a residual variance that is the same for all rows; leave dispersion = out of the model text";
            } else if (!model.terms().isEmpty() && model.randomEffects().isEmpty()) {
                wrong =
                        "the random effects, and the model was fitted with ranef = false; fit it again with ranef = true";
            } else if (model.modelText().toLowerCase(java.util.Locale.ROOT).contains("vcov")
                    && predictor.spec().options().vcov() != null) {
                wrong = "the covariance matrix of the model, and this has vcov = "
                        + predictor.spec().options().vcov() + "; fit it again with vcov = model";
            }
            if (wrong != null) {
                throw new GlmmException(ErrorCode.NOT_APPLICABLE, function + " needs " + wrong);
            }
        }
        return new Influence(predictor);
    }

    /** The columns of the fit, in its order. */
    public List<String> variables() {
        return predictor.spec().variables();
    }

    /** NaN for NULL, which rows of levels that the fit did not see have. @throws GlmmException as standard errors and residuals */
    public double[] leverages(List<Column> columns, int rows) {
        return each(columns, rows, false);
    }

    /** NaN for NULL. @throws GlmmException as predictions and residuals */
    public double[] distances(List<Column> columns, int rows) {
        return each(columns, rows, true);
    }

    private double[] each(List<Column> columns, int rows, boolean distances) {
        double[] values = new double[rows];
        Arrays.fill(values, Double.NaN);
        if (!predictor.isFitted()) {
            return values;
        }
        FittedModel model = predictor.model();
        ScoringResponse.Rows given = predictor.response().bind(columns, rows);
        double[] errors = predictor.standardErrors(columns, rows, FITTED);
        double[] fitted = predictor.predict(columns, rows, FITTED);
        double[] weights = given.weights();
        int p = model.vcov().length;
        // the covariance of a linear model has n - p in its denominator, and its variance n
        double variance = RowDistributions.dispersion(model)
                * (model.terms().isEmpty() ? model.nobs() / (double) (model.nobs() - p) : 1);
        for (int k = 0; k < given.rows().length; k++) {
            int i = given.rows()[k];
            double own = variance / (weights == null ? 1 : weights[k]);
            double leverage = errors[i] * errors[i] / own;
            double residual = (given.response().y()[k] - fitted[i]) / (1 - leverage);
            double value = distances ? residual * residual / own * leverage / p : leverage;
            values[i] = Double.isFinite(value) ? value : Double.NaN;
        }
        return values;
    }
}
