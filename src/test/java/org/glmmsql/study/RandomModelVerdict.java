package org.glmmsql.study;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.glmmsql.design.Design;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;

/**
 * What is wrong with the fit of a random model, by judges that need no other software.
 *
 * @param status of the fit, or the code of the error that it raised
 * @param seconds of processor for the one fit
 * @param faults by judge: what it found
 */
record RandomModelVerdict(
        RandomModel model, String status, boolean singular, double seconds, Map<Judge, String> faults) {
    /** Log-likelihood that may be missing. */
    static final double MISSING = 1e-4;

    private static final double[] UNITS = {1e-9, 1e-3, 1e3, 1e9};
    private static final int SMALL = 100;
    private static final double LONG = 5;

    enum Judge {
        BELOW_GLM,
        BELOW_SMALLER,
        GLM_BELOW,
        SLOW,
        VARIANCE,
        STANDARD_ERROR,
        GRADIENT,
        UNITS,
        ERROR
    }

    /** @param units whether the response is given in other units too, where that is possible */
    static RandomModelVerdict of(RandomModel model, boolean units) {
        Map<Judge, String> faults = new TreeMap<>();
        long from = processor();
        FittedModel fit;
        try {
            fit = model.fit(model.text());
        } catch (GlmmException e) {
            faults.put(Judge.ERROR, e.getMessage());
            return new RandomModelVerdict(model, e.code().toString(), false, 1e-9 * (processor() - from), faults);
        }
        double seconds = 1e-9 * (processor() - from);
        if (model.rows() < SMALL && seconds > LONG)
            faults.put(Judge.SLOW, text("%.1f s for %d rows", seconds, model.rows()));
        boolean ok = fit.status() == Status.OK;
        boolean singular = ok && fit.convergence().singular();
        if (ok) {
            if (model.comparesWithGlm()) compareWithGlm(model, fit, faults);
            if (model.maximises() && model.smaller() != null) compareWithSmaller(model, fit, faults);
            judgeVariances(model, fit, singular, faults);
            if (!(fit.convergence().decrement() < 1e-5))
                faults.put(Judge.GRADIENT, "decrement " + fit.convergence().decrement());
            if (units) judgeUnits(model, fit, faults);
        }
        return new RandomModelVerdict(model, fit.status().toString(), singular, seconds, faults);
    }

    private static void compareWithGlm(RandomModel model, FittedModel fit, Map<Judge, String> faults) {
        Family family = Families.byName(model.family());
        Design design = model.design(ModelTextParser.parse(model.glmText()));
        FittedModel own = model.fit(model.glmText());
        // of categories, and of a family that has no zeros with them, there is no search of another kind
        boolean other = !family.ofCategories()
                && !(family.excludesZero() && model.text().contains("zero = "));
        double glm = other
                ? PooledGlm.logLik(design, family, model.link())
                : own.status() == Status.OK ? own.logLik() : Double.NEGATIVE_INFINITY;
        if (!(fit.logLik() >= glm - MISSING)) faults.put(Judge.BELOW_GLM, text("%.6f, GLM %.6f", fit.logLik(), glm));
        if (own.status() == Status.OK && !(own.logLik() >= glm - MISSING))
            faults.put(Judge.GLM_BELOW, text("GLM %.6f, found %.6f", own.logLik(), glm));
    }

    private static void compareWithSmaller(RandomModel model, FittedModel fit, Map<Judge, String> faults) {
        FittedModel smaller = model.fit(model.smallerText());
        if (smaller.status() == Status.OK && !(fit.logLik() >= smaller.logLik() - MISSING))
            faults.put(Judge.BELOW_SMALLER, text("%.6f, %s %.6f", fit.logLik(), model.smallerText(), smaller.logLik()));
    }

    private static void judgeVariances(
            RandomModel model, FittedModel fit, boolean singular, Map<Judge, String> faults) {
        double spread = spread(model);
        for (Coefficient c : fit.fixed())
            if (!Double.isNaN(c.estimate()) && !(c.stdError() >= 0))
                faults.put(Judge.STANDARD_ERROR, c.term() + " " + c.estimate() + " has " + c.stdError());
        for (VarCorr v : fit.varCorr()) {
            if (v.group().equals("Residual") || v.term2() != null) continue;
            if (!(Math.abs(v.sdOrCorr()) < spread)
                    && v.term1() != null
                    && v.term1().equals("(Intercept)"))
                faults.put(
                        Judge.VARIANCE, text("sd of %s is %s, predictors reach %s", v.group(), v.sdOrCorr(), spread));
            if (!singular && v.sdOrCorr() > 0 && !(v.stdError() >= 0))
                faults.put(Judge.STANDARD_ERROR, "sd of " + v.group() + " " + v.sdOrCorr() + " has " + v.stdError());
        }
    }

    /** Far beyond what the predictors of single responses say. */
    private static double spread(RandomModel model) {
        Family family = Families.byName(model.family());
        double[] y = ((NumericColumn) model.columns().get("y")).values();
        double largest = 0;
        double typical = 0;
        for (double value : y) {
            double eta = Math.abs(family.link(model.link()).eta(family.startingMean(value, 1)));
            if (eta < Double.POSITIVE_INFINITY) {
                largest = Math.max(largest, eta);
                typical += eta / y.length;
            }
        }
        boolean unbounded = List.of("log", "logit", "probit", "cloglog", "loglog", "cauchit")
                .contains(model.link());
        return unbounded ? 30 : 10 * Math.max(largest, typical);
    }

    private static void judgeUnits(RandomModel model, FittedModel fit, Map<Judge, String> faults) {
        boolean scale =
                Families.byName(model.family()).hasDispersion() && !RandomModels.SHARES.contains(model.family());
        boolean own = model.laws() != null && !model.link().equals("log");
        boolean offset = model.text().contains("offset") && !model.link().equals("log");
        if (!scale || own || offset || !model.comparesWithGlm()) return;
        double[] y = ((NumericColumn) model.columns().get("y")).values();
        List<String> found = new ArrayList<>();
        for (double k : UNITS) {
            double[] scaled = Arrays.stream(y).map(v -> k * v).toArray();
            Map<String, Column> columns = new TreeMap<>(model.columns());
            columns.put("y", new NumericColumn("y", NumericColumn.Kind.NUMBER, scaled, scaled.length, null));
            FittedModel other = model.with(columns).fit(model.text());
            double expected = fit.logLik() - fit.nobs() * Math.log(k);
            boolean same = other.status() == fit.status() && Math.abs(other.logLik() - expected) <= MISSING;
            if (!same) found.add(text("times %.0e: %s %.6f, not %.6f", k, other.status(), other.logLik(), expected));
        }
        if (!found.isEmpty()) faults.put(Judge.UNITS, String.join("; ", found));
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    private static long processor() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
