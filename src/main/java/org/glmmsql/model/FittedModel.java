package org.glmmsql.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glmmsql.design.Recipe;
import org.glmmsql.design.ReferenceGrid;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.InvalidDataException;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.formula.ResidualPart;
import org.jspecify.annotations.Nullable;

/**
 * A fitted model: immutable, free of the data. With a status other than OK the estimates are empty lists and NaN.
 *
 * @param formula as printed back
 * @param method ML, REML, ...
 * @param nobs rows used
 * @param groups number of levels by grouping factor, in the order of the formula
 * @param logLik maximised (restricted, for REML) log-likelihood with all constants
 * @param npar number of estimated parameters
 * @param sigma residual standard deviation or root of the phi that variances are proportional to; NaN if it is modelled, or the family has none
 * @param dfResidual nobs - npar
 * @param components linear predictors: that of the mean first, then those of the other parameters, but for a dispersion that is told as a
 *     residual variance; none without estimates
 * @param covariance joint covariance matrix of {@link #parameters}, its lower triangle by rows; NaN where nothing can be said, as at a
 *     bound
 * @param terms random terms, those of the mean first
 * @param hLikelihoods h, p_v, p_beta_v, cAIC by name, where the method has them
 * @param dataDigest hash of response, weights and offset, for comparisons
 * @param grid what the rows were like
 * @param df of tests on fixed effects
 * @param quality what is kept of the rows; null where nothing is, as of a model that an earlier version stored
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
        List<Component> components,
        double[][] covariance,
        List<RandomTerm> terms,
        List<VarCorr> varCorr,
        List<RandomEffects> randomEffects,
        Map<String, Double> hLikelihoods,
        String dataDigest,
        Recipe recipe,
        ReferenceGrid grid,
        DegreesOfFreedomParts df,
        @Nullable FitQuality quality) {
    /** Of a row of a table, with the texts in it. */
    private static final int ROW = 300;

    /** Of a combination of levels, beside their places. */
    private static final long CELL = 8;

    /** Of a level, with the arrays of its numbers. */
    private static final int LEVEL = 200;

    /** Of whose rows nothing is kept. */
    public FittedModel(
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
            List<Component> components,
            double[][] covariance,
            List<RandomTerm> terms,
            List<VarCorr> varCorr,
            List<RandomEffects> randomEffects,
            Map<String, Double> hLikelihoods,
            String dataDigest,
            Recipe recipe,
            ReferenceGrid grid,
            DegreesOfFreedomParts df) {
        this(
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
                groups,
                logLik,
                npar,
                sigma,
                dfResidual,
                confLevel,
                convergence,
                components,
                covariance,
                terms,
                varCorr,
                randomEffects,
                hLikelihoods,
                dataDigest,
                recipe,
                grid,
                df,
                null);
    }

    /** The same with what is kept of its rows. */
    public FittedModel with(FitQuality kept) {
        Copy copy = new Copy();
        copy.quality = kept;
        return copy.model();
    }

    /**
     * Raises the error of data that allow no model, so that nobody takes no rows for no effects.
     *
     * @return this
     * @throws GlmmException with the code that the fit found, for the status INVALID_DATA
     */
    public FittedModel valid() {
        if (status == Status.INVALID_DATA) {
            throw InvalidDataException.restored(message);
        }
        return this;
    }

    /** The same with another verdict. */
    public FittedModel with(Status newStatus, String newMessage) {
        Copy copy = new Copy();
        copy.status = newStatus;
        copy.message = newMessage;
        if (newStatus != status) {
            copy.convergence = convergence.withoutAdvice();
        }
        return copy.model();
    }

    /** The same with other limits of its numbers, and another message. */
    public FittedModel with(List<Component> limited, List<VarCorr> limitedVarCorr, String newMessage) {
        Copy copy = new Copy();
        copy.message = newMessage;
        copy.components = limited;
        copy.varCorr = limitedVarCorr;
        return copy.model();
    }

    /** Coefficients of the mean: all columns of X in order, dropped ones as NaN. */
    public List<Coefficient> fixed() {
        return components.isEmpty() ? List.of() : components.get(0).coefficients();
    }

    /** The components beside the mean. */
    public List<Component> others() {
        return components.isEmpty() ? List.of() : components.subList(1, components.size());
    }

    /** Every estimated number, in the order of {@link #covariance}. */
    public List<ModelParameter> parameters() {
        return ModelParameter.of(this);
    }

    /**
     * Without what only inference beyond the limits and tests of its numbers needs: covariances, what degrees of freedom are made of, what
     * columns were like, and how random effects vary.
     */
    public FittedModel minimal() {
        Copy copy = new Copy();
        copy.covariance = new double[0][];
        copy.randomEffects = randomEffects.stream().map(RandomEffects::minimal).toList();
        copy.grid = ReferenceGrid.NONE;
        copy.df = new DegreesOfFreedomParts(df.method(), df.residual(), null, null, null);
        return copy.model();
    }

    /** Whether a model text says that the model is to be {@link #minimal}. */
    static boolean isMinimal(String modelText) {
        // the parser is asked only where there may be something
        return modelText.toLowerCase(Locale.ROOT).contains("minimal")
                && ModelTextParser.parse(modelText).options().minimal();
    }

    /**
     * This, if it keeps what inference needs.
     *
     * @throws GlmmException NOT_KEPT
     */
    public FittedModel withInference() {
        if (!components.isEmpty() && covariance.length == 0 && isMinimal(modelText)) {
            throw new GlmmException(
                    ErrorCode.NOT_KEPT,
                    "the model was fitted with keep = minimal, which leaves out covariances, what degrees of freedom are made of and what its"
                            + " columns were like; fit it again with keep = all, or without the option");
        }
        return this;
    }

    /** Covariance matrix of the coefficients of all components that have estimates, one component after the other. */
    public double[][] covarianceOfCoefficients() {
        withInference();
        return leading((int) components.stream()
                .mapToLong(component -> component.kept().size())
                .sum());
    }

    /** Covariance matrix of the fixed effects kept, p x p. */
    public double[][] vcov() {
        withInference();
        return leading(components.isEmpty() ? 0 : components.get(0).kept().size());
    }

    /** Of the tests of its coefficients, and of any others on the fixed effects of the mean. */
    public DegreesOfFreedom degreesOfFreedom() {
        return df.of(vcov());
    }

    /**
     * By a method: {@code normal}, {@code residual}, {@code satterthwaite} or {@code kenward_roger}; empty for that of the fit.
     *
     * @throws GlmmException NOT_APPLICABLE if the model was not fitted with what it needs, BAD_OPTION_VALUE for none
     */
    public DegreesOfFreedom degreesOfFreedom(String method) {
        return method.isEmpty() ? degreesOfFreedom() : df.of(method, vcov(), nobs);
    }

    private double[][] leading(int size) {
        double[][] square = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                square[i][j] = covariance[i][j];
                square[j][i] = covariance[i][j];
            }
        }
        return square;
    }

    /** What its text says of the residuals, null for nothing. */
    public @Nullable ResidualPart residual() {
        return residual(modelText);
    }

    static @Nullable ResidualPart residual(String modelText) {
        // the parser is asked only where there may be something
        return modelText.toLowerCase(Locale.ROOT).contains("residual")
                ? ModelTextParser.parse(modelText).options().residual()
                : null;
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

    /** Whether a component is a further parameter of the distribution, the same for all rows. */
    public boolean isConstant(Component component) {
        return (component.parameter().equals(Parameter.DISPERSION.name())
                        || component.parameter().equals("shape")
                        || component.name().equals(Component.CUTPOINT))
                && component.coefficients().size() == 1
                && component.terms().isEmpty()
                && terms.stream().noneMatch(term -> term.component().equals(component.name()))
                && !Families.byName(family).hasDispersion();
    }

    /** How the family calls the parameter of a component. */
    public String symbol(Component component) {
        Family named = Families.of(family, List.of(component.parameter()));
        return named.parameters().stream()
                .filter(p -> p.name().equals(component.parameter()))
                .map(named::symbol)
                .findFirst()
                .orElseThrow();
    }

    /** Whether the family has no dispersion, so that it is 1 whatever the data say. */
    public boolean fixesDispersion() {
        return !Families.byName(family).hasDispersion();
    }

    /** A parameter of the distribution that is the same for all rows and has a coefficient, as a number; NaN for others. */
    public double constant(String parameter) {
        return components.stream()
                .filter(component -> component.parameter().equals(parameter) && isConstant(component))
                .mapToDouble(component -> component.coefficients().get(0).estimate())
                .map(Families.of(family, List.of(parameter)).parameters().stream()
                        .filter(p -> p.name().equals(parameter))
                        .findFirst()
                        .orElseThrow()::value)
                .findFirst()
                .orElse(Double.NaN);
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

    /** This model, of which something is to be another. */
    private final class Copy {
        private Status status = FittedModel.this.status;
        private String message = FittedModel.this.message;
        private Convergence convergence = FittedModel.this.convergence;
        private List<Component> components = FittedModel.this.components;
        private double[][] covariance = FittedModel.this.covariance;
        private List<VarCorr> varCorr = FittedModel.this.varCorr;
        private List<RandomEffects> randomEffects = FittedModel.this.randomEffects;
        private ReferenceGrid grid = FittedModel.this.grid;
        private DegreesOfFreedomParts df = FittedModel.this.df;
        private @Nullable FitQuality quality = FittedModel.this.quality;

        FittedModel model() {
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
                    groups,
                    logLik,
                    npar,
                    sigma,
                    dfResidual,
                    confLevel,
                    convergence,
                    components,
                    covariance,
                    terms,
                    varCorr,
                    randomEffects,
                    hLikelihoods,
                    dataDigest,
                    recipe,
                    grid,
                    df,
                    quality);
        }
    }

    /** About as many bytes as the model holds, generously. */
    long bytes() {
        long p = covariance.length;
        long cells = grid.cells().stream()
                .mapToLong(
                        table -> (long) table.counts().size() * (table.factors().size() + CELL))
                .sum();
        long bytes = ROW * (coefficients() + varCorr.size() + grid.variables().size() + 1L)
                + 2L * (modelText.length() + formula.length())
                + Double.BYTES * p * p
                + df.bytes()
                + Integer.BYTES * cells;
        for (RandomEffects effects : randomEffects) {
            long q = effects.terms().size();
            long numbers = q * (3 + q / 2 + fixed().size());
            bytes += (long) effects.levels().size() * (LEVEL + Double.BYTES * numbers);
            bytes += effects.levels().stream().mapToLong(String::length).sum() * 2;
            bytes += effects.between().stream()
                    .mapToLong(EffectCovariances::bytes)
                    .sum();
            bytes += (long) effects.levels().size()
                    * (effects.otherSlopes().length == 0 ? 0 : Double.BYTES * effects.otherSlopes()[0].length);
        }
        return bytes;
    }
}
