package org.glmmsql.inference;

import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.model.DegreesOfFreedom;
import org.glmmsql.model.FittedModel;

/** The degrees of freedom that a call asks for: those that the model keeps, or those that need nothing to be kept. */
final class Denominators {
    private static final List<String> METHODS = List.of("normal", "residual", "satterthwaite", "kenward_roger");

    private Denominators() {}

    /**
     * @param method empty for that of the fit
     * @throws GlmmException BAD_OPTION_VALUE; NOT_APPLICABLE for what the fit did not keep
     */
    static DegreesOfFreedom of(FittedModel model, String method) {
        DegreesOfFreedom kept = model.degreesOfFreedom();
        if (method.isEmpty() || method.equals(kept.method())) {
            return kept;
        }
        if (method.equals("normal")) {
            return new Same(method, Double.POSITIVE_INFINITY, model.vcov());
        }
        if (method.equals("residual")) {
            double[][] vcov = model.vcov();
            return new Same(method, model.nobs() - vcov.length, vcov);
        }
        if (METHODS.contains(method)) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "df = " + method + " needs what the fit did not keep: the model has df = " + kept.method()
                            + "; fit it with the option df = " + method
                            + " in its model text, or use df = normal or df = residual");
        }
        throw new GlmmException(
                ErrorCode.BAD_OPTION_VALUE,
                "option df is '" + Excerpt.of(method) + "'; " + Suggestion.among(method, METHODS));
    }

    /** The same for every hypothesis. */
    private record Same(String method, double df, double[][] vcov) implements DegreesOfFreedom {
        @Override
        public double ofContrast(double[] l) {
            return df;
        }

        @Override
        public double ofHypothesis(double[][] l) {
            return df;
        }

        @Override
        public double scaleOfF(double[][] l) {
            return 1;
        }
    }
}
