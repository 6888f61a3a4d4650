package org.glmmsql.reference;

import java.util.Locale;
import org.glmmsql.model.FittedModel;
import org.glmmsql.reference.Comparison.Quantity;

/** What came of the cases of a pack, as text: one line each. */
final class ReferenceTable {
    private static final String HEADER = String.format(
            "%-36s %-14s %10s %10s %10s %10s %6s %9s",
            "case", "result", "log_lik", "beta", "std_error", "sd", "evals", "ms");

    private static final String LEGEND = """
            log_lik: our log-likelihood minus the best reference; beta: worst error of a fixed effect in standard errors;
            std_error, sd: worst relative errors; evals: evaluations of the objective; ms: design and fit, first run.""";

    private final StringBuilder lines = new StringBuilder(HEADER).append('\n');

    void add(ReferenceCase reference, Comparison comparison, FittedModel model, double milliseconds) {
        lines.append(String.format(
                Locale.ROOT,
                "%-36s %-14s %10s %10.1e %10.1e %10.1e %6d %9.1f%n",
                reference.id(),
                !comparison.meets() ? "NOT MET" : comparison.deviations().isEmpty() ? "better maximum" : "met",
                Double.isNaN(comparison.logLikGain())
                        ? "-"
                        : String.format(Locale.ROOT, "%.1e", comparison.logLikGain()),
                comparison.worst(Quantity.FIXEF),
                comparison.worst(Quantity.STD_ERROR),
                comparison.worst(Quantity.SD),
                model.convergence().evaluations(),
                milliseconds));
    }

    /** A case without a fitted model. */
    void add(ReferenceCase reference, String result) {
        lines.append(String.format("%-36s %s%n", reference.id(), result));
    }

    @Override
    public String toString() {
        return lines + LEGEND + System.lineSeparator();
    }
}
