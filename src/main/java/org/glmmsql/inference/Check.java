package org.glmmsql.inference;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.glmmsql.formula.Expr;
import org.glmmsql.model.FitQuality;
import org.glmmsql.model.FittedModel;

/**
 * One thing that was looked at.
 *
 * @param value a number, by which it was judged
 * @param verdict ok, or what is wrong in words
 * @param advice what to do; empty for nothing
 */
public record Check(String check, double value, String verdict, String advice) {
    private static final String OK = "ok";
    private static final int FEW_LEVELS = 5;
    private static final double RARE = 0.01;

    /** @throws org.glmmsql.error.GlmmException NOT_FITTED */
    public static List<Check> of(FittedModel model) {
        MeanPredictor mean = MeanPredictor.of(model);
        List<Check> rows = new ArrayList<>();
        rows.add(judged(
                "convergence",
                model.convergence().decrement(),
                !model.convergence().converged(),
                "the search ended without a maximum",
                "simplify the random terms, or raise max_iterations"));
        rows.add(judged(
                "singularity",
                model.convergence().singular() ? 1 : 0,
                model.convergence().singular(),
                "a variance, or that of a combination of effects, is 0",
                model.convergence().advice()));
        rows.add(judged(
                "conditioning",
                model.convergence().hessCond(),
                model.convergence().hessCond() > 1e10,
                "the data hardly tell some parameters apart",
                "leave out terms, or center and scale covariates"));
        rows.add(judged(
                "rows per parameter",
                (double) model.nobs() / Math.max(1, model.npar()),
                model.nobs() < 10.0 * model.npar(),
                "fewer than 10 rows for each parameter",
                "take a simpler model; quantities that rest on large samples are rough"));
        model.groups()
                .forEach((group, levels) -> rows.add(judged(
                        "levels of " + group,
                        levels,
                        levels < FEW_LEVELS,
                        "its variance rests on fewer than " + FEW_LEVELS + " levels",
                        "consider it as a fixed effect")));
        rows.add(collinearity(model));
        if (model.quality() != null) {
            dispersion(mean, model, model.quality(), rows);
            zeros(model.quality(), rows);
        }
        return rows;
    }

    private static Check judged(String check, double value, boolean bad, String verdict, String advice) {
        return new Check(check, value, bad ? verdict : OK, bad ? advice : "");
    }

    private static Check collinearity(FittedModel model) {
        double largest = Vif.of(model).stream()
                .mapToDouble(vif -> vif.scaled() * vif.scaled())
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        return judged(
                "collinearity",
                largest,
                largest > 10,
                "a term is all but determined by others (variance inflation above 10)",
                "see glmm_vif; center covariates, or leave a term out");
    }

    /** Of counts and trials, whose variance follows from their mean; a single 0 or 1 says nothing of it. */
    private static void dispersion(MeanPredictor mean, FittedModel model, FitQuality quality, List<Check> rows) {
        boolean trials = model.family().equals("binomial")
                && (mean.spec.formula().response() instanceof Expr.Call
                        || mean.spec.options().weights() != null);
        boolean judgeable = !Double.isNaN(quality.zerosExpected()) || trials;
        double df = (double) model.nobs() - model.npar();
        if (!judgeable || !(df > 0) || Double.isNaN(quality.pearson())) {
            return;
        }
        double ratio = quality.pearson() / df;
        double upper = ChiSquaredDistribution.of(df).survivalProbability(quality.pearson());
        boolean over = upper < RARE && ratio > 1;
        boolean under = upper > 1 - RARE && ratio < 1;
        rows.add(new Check(
                "dispersion",
                ratio,
                over
                        ? "responses vary more than the model says"
                        : under ? "responses vary less than the model says" : OK,
                over
                        ? "standard errors are too small: take a family with a dispersion of its own (nbinom2, betabinomial), or a random effect for each row"
                        : under
                                ? "standard errors are too large: genpois and compois have room for less variance than a poisson law"
                                : ""));
    }

    private static void zeros(FitQuality quality, List<Check> rows) {
        double expected = quality.zerosExpected();
        if (Double.isNaN(expected)) {
            return;
        }
        double surplus = quality.zerosObserved() - expected;
        boolean far = Math.abs(surplus) > 2.6 * Math.sqrt(Math.max(expected, 1));
        rows.add(new Check(
                "zeros",
                quality.zerosObserved() / Math.max(expected, 1e-300),
                !far ? OK : surplus > 0 ? "more zeros than the model expects" : "fewer zeros than the model expects",
                !far
                        ? ""
                        : surplus > 0
                                ? "take nbinom2, or zero = ~ 1 for zeros of another kind, and compare with glmm_compare"
                                : "take a truncated or another law of counts, and compare with glmm_compare"));
    }
}
