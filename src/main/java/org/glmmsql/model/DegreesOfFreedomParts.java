package org.glmmsql.model;

import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.jspecify.annotations.Nullable;

/**
 * What a model knows of its degrees of freedom.
 *
 * @param method of the tests of its coefficients
 * @param residual rows less columns of X; NaN where nothing is tested by it
 * @param satterthwaite null if the model has none
 * @param kenwardRoger null if the model has none
 * @param model with Kenward-Roger, the lower triangle of the covariance matrix that is not adjusted; else null
 */
public record DegreesOfFreedomParts(
        String method,
        double residual,
        @Nullable VcovSlopes satterthwaite,
        @Nullable VcovSlopes kenwardRoger,
        double @Nullable [][] model) {
    public static final String NORMAL = "normal";
    public static final String RESIDUAL = "residual";
    public static final String SATTERTHWAITE = Satterthwaite.NAME;
    public static final String KENWARD_ROGER = KenwardRoger.NAME;

    /** All hypotheses have these. @param df infinite for the normal distribution */
    public static DegreesOfFreedomParts constant(double df) {
        return new DegreesOfFreedomParts(df < Double.POSITIVE_INFINITY ? RESIDUAL : NORMAL, df, null, null, null);
    }

    /** By the method of the model. @param vcov of the fixed effects, that which the model tells */
    public DegreesOfFreedom of(double[][] vcov) {
        return of(method, vcov, 0);
    }

    /**
     * @param vcov of the fixed effects, that which the model tells
     * @param nobs rows, for the residual ones of a model whose tests have others
     * @throws GlmmException NOT_APPLICABLE if the model has not what the method needs, BAD_OPTION_VALUE for none that there is
     */
    DegreesOfFreedom of(String name, double[][] vcov, int nobs) {
        double[][] plain = model == null ? vcov : symmetric(model);
        switch (name) {
            case NORMAL:
                return new ConstantDegreesOfFreedom(Double.POSITIVE_INFINITY, plain);
            case RESIDUAL:
                return new ConstantDegreesOfFreedom(
                        residual < Double.POSITIVE_INFINITY ? residual : nobs - vcov.length, plain);
            case Satterthwaite.NAME:
                if (satterthwaite != null) {
                    return new Satterthwaite(satterthwaite, plain);
                }
                break;
            case KenwardRoger.NAME:
                if (kenwardRoger != null) {
                    return new KenwardRoger(kenwardRoger, plain, vcov);
                }
                break;
            default:
                throw new GlmmException(
                        ErrorCode.BAD_OPTION_VALUE,
                        "option df is '" + Excerpt.of(name) + "'; "
                                + Suggestion.among(name, List.of(NORMAL, RESIDUAL, SATTERTHWAITE, KENWARD_ROGER)));
        }
        throw new GlmmException(
                ErrorCode.NOT_APPLICABLE,
                "df = " + name + " needs what the fit did not keep: the model has df = " + method
                        + "; fit it with the option df = " + name
                        + " in its model text, or use df = normal or df = residual");
    }

    /** Of the numbers in it. */
    long bytes() {
        return (satterthwaite == null ? 0 : satterthwaite.bytes()) + (kenwardRoger == null ? 0 : kenwardRoger.bytes());
    }

    static double[][] symmetric(double[][] triangle) {
        double[][] square = new double[triangle.length][triangle.length];
        for (int i = 0; i < triangle.length; i++) {
            for (int j = 0; j <= i; j++) {
                square[i][j] = triangle[i][j];
                square[j][i] = triangle[i][j];
            }
        }
        return square;
    }
}
