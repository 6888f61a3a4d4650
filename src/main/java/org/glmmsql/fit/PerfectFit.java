package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;
import org.jspecify.annotations.Nullable;

/**
 * Whether the linear predictor gives the responses, or those of some rows with a dispersion of their own, exactly: then the likelihood
 * rises without end as the dispersion goes to 0 (DESIGN.md, D39). It does if the links of the responses are a combination of the columns
 * of X, or of X and the levels' columns of Z where these have fewer columns than there are rows.
 */
final class PerfectFit {
    /** Share of the spread of the responses' links, a standard deviation, that no measurement resolves. */
    private static final double NOTHING = 1e-10;
    /** Rounding of the links, as a share of the largest. */
    private static final double ROUNDING = 1e-15;
    /** Dispersion, as a share of that about the mean, that calls for a look. */
    private static final double SUSPICIOUS = 1e-6;
    /** The same, at which effects as many as rows leave nothing to doubt. */
    private static final double GONE = 1e-14;
    /** Rows enough for the dispersion about the mean. */
    private static final int SAMPLE = 20_000;

    private static final int[] SOME_ROWS = {128, 1024};

    private final ModelData data;
    private final Design design;
    private final Family family;
    private final Link link;
    private final Runnable cancellation;

    PerfectFit(ModelData data, Design design, Family family, Link link, Runnable cancellation) {
        this.data = data;
        this.design = design;
        this.family = family;
        this.link = link;
        this.cancellation = cancellation;
    }

    /**
     * A message if X, or X and Z, give all responses, else null: a search would run after a dispersion of 0.
     *
     * @param dispersion of the pooled model
     */
    @Nullable
    String beforeFit(double dispersion) {
        if (!data.hasDispersion() && data.residual() == null && !gathers()) return null;
        int[] rows = rows(Double.POSITIVE_INFINITY, new double[data.size()]);
        boolean near = !data.hasDispersion() || !(dispersion > 1e-2 * spread());
        if (data.p() > 0 && near && given(List.of(), rows)) return message(rows, false);
        return !data.termsOfMean().isEmpty() && given(data.termsOfMean(), rows) ? message(rows, true) : null;
    }

    /** Whether a dispersion, or what is like one, is estimated, of a family that has no bound as it goes to 0. */
    private boolean gathers() {
        return family.gathers()
                && data.predictors().size() > 1
                && data.predictors().get(1).x().length > 0;
    }

    /** What they do not give over some of the rows they do not give at all; that over as many rows as columns says nothing. */
    private boolean given(List<TermData> terms, int[] rows) {
        for (int size : SOME_ROWS) {
            int[] some = size < rows.length ? Arrays.copyOf(rows, size) : rows;
            if (new LinearFit(data, terms, some).columns() >= some.length) continue;
            return exact(terms, some) && exact(terms, rows);
        }
        return false;
    }

    /** A message if the fit ran after a dispersion of 0, else null. */
    @Nullable
    String atEndOf(Estimates estimates) {
        if (!data.hasDispersion()) return null;
        double spread = spread();
        double least = leastDispersion(estimates.psi());
        if (estimates.converged() && !(least < SUSPICIOUS * spread)) return null;
        int[] all = rows(Double.POSITIVE_INFINITY, estimates.psi());
        String message = problem(all, least < GONE * spread);
        if (message != null || design.dispersion() == null) return message;
        int[] some = rows(SUSPICIOUS * spread, estimates.psi());
        return some.length == 0 ? null : problem(some, least < GONE * spread);
    }

    private @Nullable String problem(int[] rows, boolean gone) {
        if (exact(List.of(), rows)) return message(rows, false);
        List<TermData> terms = data.termsOfMean();
        if (terms.isEmpty()) return null;
        boolean fewer = new LinearFit(data, terms, rows).columns() < rows.length;
        return (fewer || gone) && exact(terms, rows) ? message(rows, true) : null;
    }

    private boolean exact(List<TermData> terms, int[] rows) {
        double[] target = new double[rows.length];
        double largest = 0;
        double mean = 0;
        for (int i = 0; i < rows.length; i++) {
            double eta = link.eta(data.y()[rows[i]]);
            double offset = data.offset() == null ? 0 : data.offset()[rows[i]];
            if (!(Math.abs(eta) < Double.POSITIVE_INFINITY)) return false;
            target[i] = eta - offset;
            largest = Math.max(largest, Math.max(Math.abs(eta), Math.abs(offset)));
            mean += target[i] / rows.length;
        }
        double squares = 0;
        for (double v : target) squares += (v - mean) * (v - mean);
        double length = NOTHING * Math.sqrt(squares) + ROUNDING * largest * Math.sqrt(rows.length);
        return new LinearFit(data, terms, rows).reaches(target, length, cancellation);
    }

    /** Those with a weight and at most this dispersion at psi. */
    private int[] rows(double dispersion, double[] psi) {
        int[] rows = new int[data.n()];
        int count = 0;
        for (int i = 0; i < data.n(); i++)
            if (data.w()[i] > 0 && Math.exp(tau(psi, i)) <= dispersion) rows[count++] = i;
        return Arrays.copyOf(rows, count);
    }

    private double tau(double[] psi, int row) {
        double tau = 0;
        for (int k = 0; k < data.d().length; k++) tau += psi[data.deltaFrom() + k] * data.d()[k][row];
        return tau;
    }

    private double leastDispersion(double[] psi) {
        double least = Double.POSITIVE_INFINITY;
        int rows = design.dispersion() == null ? Math.min(1, data.n()) : data.n();
        for (int i = 0; i < rows; i++) least = Math.min(least, tau(psi, i));
        return Math.exp(least);
    }

    /** Dispersion about the mean of all. */
    private double spread() {
        int rows = Math.min(data.n(), SAMPLE);
        double sum = 0;
        double n = 0;
        for (int i = 0; i < rows; i++) {
            if (!(data.w()[i] > 0)) continue;
            sum += data.count()[i] * data.y()[i];
            n += data.count()[i];
        }
        double deviance = 0;
        for (int i = 0; i < rows; i++)
            if (data.w()[i] > 0) deviance += data.count()[i] * data.w()[i] * family.unitDeviance(data.y()[i], sum / n);
        return deviance / n;
    }

    private int informed() {
        int count = 0;
        for (double w : data.w()) if (w > 0) count++;
        return count;
    }

    private String message(int[] rows, boolean random) {
        List<String> parts = new ArrayList<>();
        parts.add("the fixed effects");
        if (random) parts.add("the effects of the groups");
        boolean some = design.dispersion() != null && rows.length < informed();
        double count = 0;
        for (int row : rows) count += data.count()[row];
        String which = some ? Math.round(count) + " of the rows, whose dispersion goes to 0" : "every row";
        return String.join(" and ", parts) + " give the response '"
                + design.response().name() + "' exactly in " + which
                + ": the residual variance is 0 and the likelihood has no"
                + " maximum; "
                + (some
                        ? "leave what tells these rows apart out of dispersion ="
                        : "no model of errors is needed, or the response was computed from these columns");
    }
}
