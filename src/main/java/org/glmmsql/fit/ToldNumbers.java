package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.glmmsql.design.Design;
import org.glmmsql.formula.Method;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.Component;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.TidyRow;
import org.glmmsql.model.VarCorr;

/** Every number that a model tells with limits, as a function of the parameters of its fit. */
final class ToldNumbers {
    private final FittedModel model;
    private final Likelihoods likelihoods;
    private final Told told;
    private final List<VarianceComponents.Row> rows;

    ToldNumbers(FittedModel model, Design design, Likelihoods likelihoods, Estimates estimates) {
        this.model = model;
        this.likelihoods = likelihoods;
        told = new Told(likelihoods.built());
        VarianceComponents variances =
                new VarianceComponents(likelihoods.kind().family(), design, likelihoods.built(), estimates, 0);
        rows = variances.rows(new Singularity(design, likelihoods.built().data(), estimates, variances));
    }

    /** In the order of the rows of glmm_tidy; those of which there is no estimate are left out. */
    List<ToldNumber> all() {
        List<ToldNumber> all = new ArrayList<>();
        limited(number -> {
            all.add(number);
            return new double[2];
        });
        return all;
    }

    /** The model with other limits, low and high of each number, and something more in its message. */
    FittedModel with(Function<ToldNumber, double[]> limits, String message) {
        FittedModel limited = limited(limits);
        String known = model.message();
        return model.with(
                limited.components(),
                limited.varCorr(),
                known.isEmpty() || message.isEmpty() ? known + message : known + "; " + message);
    }

    private FittedModel limited(Function<ToldNumber, double[]> limits) {
        List<Component> components = new ArrayList<>();
        for (Component component : model.components()) components.add(limited(component, limits));
        List<VarCorr> varCorr = new ArrayList<>();
        for (int k = 0; k < rows.size(); k++) {
            VarCorr row = model.varCorr().get(k);
            double[] both = Double.isNaN(row.sdOrCorr())
                    ? new double[] {Double.NaN, Double.NaN}
                    : limits.apply(number(row, rows.get(k)));
            varCorr.add(row.with(row.stdError(), both[0], both[1]));
        }
        return model.with(components, varCorr, model.message());
    }

    private Component limited(Component component, Function<ToldNumber, double[]> limits) {
        List<Coefficient> coefficients = new ArrayList<>();
        int predictor = predictor(component);
        int place = 0;
        for (Coefficient c : component.coefficients()) {
            if (Double.isNaN(c.estimate())) {
                coefficients.add(c);
                continue;
            }
            double[] both = limits.apply(number(component, c, predictor, place++));
            coefficients.add(c.with(both[0], both[1]));
        }
        return component.with(coefficients);
    }

    private ToldNumber number(Component component, Coefficient c, int predictor, int place) {
        return new ToldNumber(
                component.name(),
                null,
                c.term(),
                psi -> told.estimates(predictor, psi)[place],
                psi -> slopes(predictor, place, psi),
                predictor == 0,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                c.confLow(),
                c.confHigh());
    }

    private static ToldNumber number(VarCorr row, VarianceComponents.Row of) {
        return new ToldNumber(
                row.component(),
                row.group(),
                row.isLambda() ? "root_lambda__" + row.term1() : TidyRow.name(row),
                of.value(),
                null,
                false,
                of.bounded() ? -1 : 0,
                of.bounded() ? 1 : Double.POSITIVE_INFINITY,
                row.confLow(),
                row.confHigh());
    }

    /** By all of psi. */
    private double[] slopes(int predictor, int place, double[] psi) {
        double[] slopes = new double[psi.length];
        double[] unit = new double[psi.length];
        for (int k = 0; k < likelihoods.built().data().thetaFrom(); k++) {
            unit[k] = 1;
            slopes[k] = told.linear(predictor, psi, unit)[place];
            unit[k] = 0;
        }
        return slopes;
    }

    /** Of the data, by the name of its parameter. */
    private int predictor(Component component) {
        if (component == model.components().get(0)) return 0;
        int s = 1;
        while (!likelihoods
                .built()
                .data()
                .predictors()
                .get(s)
                .parameter()
                .name()
                .equals(component.parameter())) s++;
        return s;
    }

    /** Whether a restricted likelihood says nothing of it, since it is integrated out. */
    boolean isIntegratedOut(ToldNumber number) {
        return number.coefficient() && likelihoods.kind().method() == Method.REML;
    }
}
