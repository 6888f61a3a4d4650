package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.formula.Method;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.Component;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.TidyRow;
import org.glmmsql.model.VarCorr;

/** The numbers that a model tells, with limits by profile likelihood in the place of Wald's (D64). */
final class ProfileIntervals {
    private final ModelDataBuilder.Built built;
    private final ModelKind kind;
    private final Estimates estimates;
    private final ProfiledLikelihood profiled;
    private final List<VarianceComponents.Row> rows;
    private final double z;
    private final List<String> missing = new ArrayList<>();

    ProfileIntervals(Design design, Likelihoods likelihoods, Estimates estimates) {
        built = likelihoods.built();
        kind = likelihoods.kind();
        this.estimates = estimates;
        profiled = ProfiledLikelihood.of(likelihoods, estimates);
        z = new WaldTests(kind.options().confLevel()).quantile(Double.POSITIVE_INFINITY);
        VarianceComponents variances = new VarianceComponents(kind.family(), design, built, estimates, z);
        rows = variances.rows(new Singularity(design, built.data(), estimates, variances));
    }

    /** The model with these limits, and in its message the reasons of those that do not exist. */
    FittedModel of(FittedModel model) {
        List<Component> components = new ArrayList<>();
        for (Component component : model.components())
            components.add(of(component, predictor(model.components(), component)));
        if (kind.method() == Method.REML)
            missing.add(
                    "a restricted likelihood has no profile of fixed effects, whose limits are NULL: use method = ML, or conf = wald");
        List<VarCorr> varCorr = new ArrayList<>();
        for (int k = 0; k < rows.size(); k++) varCorr.add(of(model.varCorr().get(k), rows.get(k)));
        String message = missing.isEmpty() ? "" : "limits by profile: " + String.join("; ", missing);
        String known = model.message();
        return model.with(
                components, varCorr, known.isEmpty() || message.isEmpty() ? known + message : known + "; " + message);
    }

    private Component of(Component component, int predictor) {
        boolean mean = predictor == 0;
        List<Coefficient> coefficients = new ArrayList<>();
        int place = 0;
        for (Coefficient c : component.coefficients()) {
            if (Double.isNaN(c.estimate())) {
                coefficients.add(c);
                continue;
            }
            int at = place++;
            if (mean && kind.method() == Method.REML) {
                coefficients.add(c.with(Double.NaN, Double.NaN));
                continue;
            }
            Told told = new Told(built);
            String name = mean ? c.term() : component.name() + " " + c.term();
            ToldNumber number = new ToldNumber(
                    name,
                    psi -> told.estimates(predictor, psi)[at],
                    psi -> slopes(told, predictor, at, psi),
                    mean,
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    c.confLow(),
                    c.confHigh());
            double[] limits = limits(number);
            coefficients.add(c.with(limits[0], limits[1]));
        }
        return component.with(coefficients);
    }

    /** By all of psi. */
    private double[] slopes(Told told, int predictor, int place, double[] psi) {
        ModelData data = built.data();
        double[] slopes = new double[psi.length];
        double[] unit = new double[psi.length];
        for (int k = 0; k < data.thetaFrom(); k++) {
            unit[k] = 1;
            slopes[k] = told.linear(predictor, psi, unit)[place];
            unit[k] = 0;
        }
        return slopes;
    }

    /** Of the data, by the name of its parameter. */
    private int predictor(List<Component> components, Component component) {
        if (component == components.get(0)) return 0;
        int s = 1;
        while (!built.data().predictors().get(s).parameter().name().equals(component.parameter())) s++;
        return s;
    }

    private VarCorr of(VarCorr told, VarianceComponents.Row row) {
        if (Double.isNaN(told.sdOrCorr())) return told.with(told.stdError(), Double.NaN, Double.NaN);
        double[] limits = limits(new ToldNumber(
                (told.term1() == null ? told.group() : TidyRow.name(told) + " of " + told.group()),
                row.value(),
                null,
                false,
                row.bounded() ? -1 : 0,
                row.bounded() ? 1 : Double.POSITIVE_INFINITY,
                told.confLow(),
                told.confHigh()));
        return told.with(told.stdError(), limits[0], limits[1]);
    }

    private double[] limits(ToldNumber number) {
        double[] limits = new double[2];
        for (int k = 0; k < 2; k++) {
            // each side from the estimates alone, whatever was asked before
            Profile profile = new Profile(built.data(), profiled, estimates, number);
            ProfileLimit.Found found = new ProfileLimit(profile, z)
                    .find(k == 0 ? number.low() : number.high(), k == 0 ? number.guessLow() : number.guessHigh());
            limits[k] = found.value();
            if (found.reason() != null)
                missing.add("no " + (k == 0 ? "lower" : "upper") + " limit of " + number.name() + ", since "
                        + found.reason());
        }
        return limits;
    }
}
