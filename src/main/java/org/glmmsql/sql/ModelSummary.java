package org.glmmsql.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;

/** A model as a person reads it, in the layout of R's summaries. */
public final class ModelSummary {
    private ModelSummary() {}

    /** Several lines, the last one without a line break. */
    public static String of(FittedModel model) {
        List<String> lines = new ArrayList<>();
        lines.add(title(model));
        lines.add(" Family: " + model.family() + " ( " + model.link() + " )");
        lines.add("Formula: " + model.formula());
        if (model.status() != Status.OK) {
            lines.add("");
            lines.add("No estimates, status " + model.status() + ": " + model.message());
            return String.join("\n", lines);
        }
        lines.add("");
        lines.addAll(TextTable.of(
                List.of("AIC", "BIC", "logLik", "-2*log(L)", "df.resid"),
                List.of(List.of(
                        fixed(model.aic(), 1),
                        fixed(model.bic(), 1),
                        fixed(model.logLik(), 1),
                        fixed(model.deviance(), 1),
                        fixed(model.dfResidual(), 0)))));
        if (!model.hLikelihoods().isEmpty()) {
            lines.add(model.hLikelihoods().entrySet().stream()
                    .map(e -> e.getKey() + " " + fixed(e.getValue(), 2))
                    .collect(Collectors.joining(", ")));
        }
        randomEffects(model, lines);
        coefficients("Fixed effects:", model.fixed(), lines);
        coefficients("Dispersion effects (log scale):", model.dispersion(), lines);
        closing(model, lines);
        return String.join("\n", lines);
    }

    private static String title(FittedModel model) {
        String kind = model.groups().isEmpty() ? "Generalized linear model" : "Generalized linear mixed model";
        String integral = model.groups().isEmpty()
                        || model.family().equals("gaussian")
                        || !model.method().equals("ML")
                ? ""
                : model.nagq() == 1
                        ? " (Laplace approximation)"
                        : " (adaptive Gauss-Hermite quadrature, " + model.nagq() + " points)";
        return kind + " fit by " + model.method() + integral;
    }

    private static void randomEffects(FittedModel model, List<String> lines) {
        if (model.varCorr().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("Random effects:");
        boolean otherLaws = model.varCorr().stream().anyMatch(v -> !v.law().equals("normal") && v.term1() != null);
        List<List<String>> rows = new ArrayList<>();
        String before = "";
        for (VarCorr v : model.varCorr()) {
            if (v.term2() != null) {
                continue; // correlations stand in the rows of their second term
            }
            List<String> row = new ArrayList<>();
            row.add(v.group().equals(before) ? "" : v.group());
            before = v.group();
            row.add(v.term1() == null ? "" : v.term1());
            if (otherLaws) {
                row.add(v.term1() == null ? "" : v.law());
            }
            row.add(significant(v.variance()));
            row.add(significant(v.sdOrCorr()));
            row.add(correlations(model, v));
            rows.add(row);
        }
        List<String> header = new ArrayList<>(List.of("Groups", "Name", "Variance", "Std.Dev.", "Corr"));
        if (otherLaws) {
            header.add(2, "Law");
        }
        lines.addAll(TextTable.of(header, rows));
        String groups = model.groups().entrySet().stream()
                .map(e -> e.getKey() + ", " + e.getValue())
                .collect(Collectors.joining("; "));
        lines.add("Number of obs: " + model.nobs() + (groups.isEmpty() ? "" : ", groups: " + groups));
    }

    private static String correlations(FittedModel model, VarCorr variance) {
        return model.varCorr().stream()
                .filter(v -> v.term2() != null
                        && v.group().equals(variance.group())
                        && v.term2().equals(variance.term1()))
                .map(v -> fixed(v.sdOrCorr(), 2))
                .collect(Collectors.joining(" "));
    }

    private static void coefficients(String title, List<Coefficient> coefficients, List<String> lines) {
        if (coefficients.isEmpty()) {
            return;
        }
        boolean normal = coefficients.stream().noneMatch(c -> Double.isFinite(c.df()));
        lines.add("");
        lines.add(title);
        List<List<String>> rows = coefficients.stream()
                .map(c -> List.of(
                        c.term(),
                        significant(c.estimate()),
                        significant(c.stdError()),
                        fixed(c.statistic(), 3),
                        pValue(c.pValue()) + stars(c.pValue())))
                .toList();
        lines.addAll(TextTable.of(
                normal
                        ? List.of("", "Estimate", "Std. Error", "z value", "Pr(>|z|)")
                        : List.of("", "Estimate", "Std. Error", "t value", "Pr(>|t|)"),
                rows));
        lines.add("---");
        lines.add("Signif. codes:  0 '***' 0.001 '**' 0.01 '*' 0.05 '.' 0.1 ' ' 1");
    }

    private static void closing(FittedModel model, List<String> lines) {
        List<String> notes = new ArrayList<>();
        if (model.nDropped() > 0) {
            notes.add(model.nDropped() + " rows with NULL were dropped");
        }
        notes.add(model.message());
        notes.add(model.convergence().advice());
        notes.stream().filter(note -> !note.isBlank()).distinct().forEach(note -> {
            lines.add("");
            lines.add(note);
        });
    }

    private static String pValue(double p) {
        if (Double.isNaN(p)) {
            return "NA";
        }
        return p < 2.2e-16 ? "<2e-16" : p < 1e-4 ? String.format(Locale.ROOT, "%.2e", p) : fixed(p, 5);
    }

    /** Stars of a p-value, padded so that the numbers stay aligned. */
    private static String stars(double p) {
        return p < 0.001 ? " ***" : p < 0.01 ? " ** " : p < 0.05 ? " *  " : p < 0.1 ? " .  " : "    ";
    }

    private static String fixed(double number, int digits) {
        return Double.isNaN(number) ? "NA" : String.format(Locale.ROOT, "%." + digits + "f", number);
    }

    private static String significant(double number) {
        if (Double.isNaN(number)) {
            return "NA";
        }
        double size = Math.abs(number);
        return size == 0 || size >= 1e-4 && size < 1e7
                ? fixed(number, size >= 1000 ? 1 : size >= 1 ? 4 : 5)
                : String.format(Locale.ROOT, "%.4e", number);
    }
}
