package org.glmmsql.model;

import java.util.List;
import java.util.Map;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.design.Recipe;
import org.glmmsql.error.InvalidDataException;
import org.glmmsql.family.Families;

/**
 * A fitted model: immutable, free of the data. With a status other than OK the estimates are empty lists and NaN.
 *
 * @param formula as printed back
 * @param method ML, REML, ...
 * @param nobs rows used
 * @param groups number of levels by grouping factor, in the order of the formula
 * @param logLik maximised (restricted, for REML) log-likelihood with all constants
 * @param npar number of estimated parameters
 * @param sigma residual standard deviation or root of the dispersion; NaN if it is modelled, 1 if the family has none
 * @param dfResidual nobs - npar
 * @param fixed all columns of X in order, dropped ones as NaN
 * @param components coefficients of the parameters beside the mean, but for a dispersion that is told as a residual variance
 * @param vcov covariance of the fixed effects kept, p x p
 * @param dropped columns of X that the kept ones determine
 * @param hLikelihoods h, p_v, p_beta_v, cAIC by name, where the method has them
 * @param dataDigest hash of response, weights and offset, for comparisons
 */
public record FittedModel(
        String version,
        String modelText,
        Status status,
        String message,
        String formula,
        String family,
        String link,
        String method,
        int nagq,
        int nobs,
        long nDropped,
        Map<String, Integer> groups,
        double logLik,
        int npar,
        double sigma,
        double dfResidual,
        double confLevel,
        Convergence convergence,
        List<Coefficient> fixed,
        List<Component> components,
        double[][] vcov,
        List<DroppedColumn> dropped,
        List<VarCorr> varCorr,
        List<RandomEffects> randomEffects,
        Map<String, Double> hLikelihoods,
        String dataDigest,
        Recipe recipe) {
    /** Of a row of a table, with the texts in it. */
    private static final int ROW = 300;

    /** Of a level, with the arrays of its numbers. */
    private static final int LEVEL = 200;

    /**
     * Raises the error of data that allow no model, so that nobody takes no rows for no effects.
     *
     * @return this
     * @throws org.glmmsql.error.GlmmException with the code that the fit found, for the status INVALID_DATA
     */
    public FittedModel valid() {
        if (status == Status.INVALID_DATA) {
            throw InvalidDataException.restored(message);
        }
        return this;
    }

    /** The same with another verdict. */
    public FittedModel with(Status newStatus, String newMessage) {
        return new FittedModel(
                version,
                modelText,
                newStatus,
                newMessage,
                formula,
                family,
                link,
                method,
                nagq,
                nobs,
                nDropped,
                groups,
                logLik,
                npar,
                sigma,
                dfResidual,
                confLevel,
                convergence,
                fixed,
                components,
                vcov,
                dropped,
                varCorr,
                randomEffects,
                hLikelihoods,
                dataDigest,
                recipe);
    }

    /** Coefficients of log dispersion where it is modelled, else empty. */
    public List<Coefficient> dispersion() {
        return components.stream()
                .filter(c -> c.parameter().equals("dispersion"))
                .flatMap(c -> c.coefficients().stream())
                .toList();
    }

    /** Whether responses are normal about their mean, and no other parameter has random effects. */
    public boolean isNormal() {
        return Families.byName(family).isNormal()
                && varCorr.stream().allMatch(v -> v.component().equals(Component.COND));
    }

    /** Whether a component is a dispersion that is the same for all rows and is told as such. */
    public boolean isConstant(Component component) {
        return component.parameter().equals("dispersion")
                && component.coefficients().size() == 1
                && !Families.byName(family).hasDispersion()
                && Double.isFinite(sigma);
    }

    /** The random effects of the mean, those that predictions add. */
    public List<RandomEffects> effectsOfMean() {
        return randomEffects.stream()
                .filter(effects -> effects.component().equals(Component.COND))
                .toList();
    }

    /** The model of another parameter as if it were that of a mean, without what is known of the mean's estimates together. */
    FittedModel ofComponent(Component component) {
        double[][] unknown = component.coefficients().stream()
                .filter(c -> !Double.isNaN(c.estimate()))
                .map(c -> new double[0])
                .toArray(double[][]::new);
        List<RandomEffects> effects = randomEffects.stream()
                .filter(e -> e.component().equals(component.name()))
                .map(RandomEffects::asOfMean)
                .toList();
        return new FittedModel(
                version,
                modelText,
                status,
                message,
                formula,
                family,
                link,
                method,
                nagq,
                nobs,
                nDropped,
                effects.isEmpty() ? Map.of() : groups,
                logLik,
                npar,
                sigma,
                dfResidual,
                confLevel,
                convergence,
                component.coefficients(),
                List.of(),
                unknown,
                List.of(),
                List.of(),
                effects,
                hLikelihoods,
                dataDigest,
                recipe);
    }

    private long coefficients() {
        return components.stream().mapToLong(c -> c.coefficients().size()).sum();
    }

    public double deviance() {
        return -2 * logLik;
    }

    public double aic() {
        return -2 * logLik + 2 * npar;
    }

    public double bic() {
        return -2 * logLik + npar * Math.log(nobs);
    }

    /** About as many bytes as the model holds, generously. */
    long bytes() {
        long bytes = ROW * (fixed.size() + coefficients() + varCorr.size() + 1L)
                + 2L * (modelText.length() + formula.length())
                + Double.BYTES * (long) vcov.length * vcov.length;
        for (RandomEffects effects : randomEffects) {
            long q = effects.terms().size();
            long numbers = q * (3 + q / 2 + vcov.length);
            bytes += (long) effects.levels().size() * (LEVEL + Double.BYTES * numbers);
            bytes += effects.levels().stream().mapToLong(String::length).sum() * 2;
        }
        return bytes;
    }
}
