package org.glmmsql.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glmmsql.formula.Method;
import org.glmmsql.model.CallOptions;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.Component;
import org.glmmsql.model.DegreesOfFreedomParts;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.jspecify.annotations.Nullable;

/** A model as a person reads it, in the layout of R's summaries. */
public final class ModelSummary {
    /** What is smaller is written with an exponent. */
    private static final double SMALL = 1e-5;
    /** Of the smallest estimate, standard error or variance of a column, as R has them. */
    private static final int DIGITS = 4;

    private final int digits;
    private final boolean correlation;

    private ModelSummary(int digits, boolean correlation) {
        this.digits = digits;
        this.correlation = correlation;
    }

    /** Several lines, the last one without a line break. */
    public static String of(FittedModel model) {
        return of(model, DIGITS);
    }

    /** @param options of the call @throws org.glmmsql.error.GlmmException UNKNOWN_OPTION, BAD_OPTION_VALUE */
    static String of(FittedModel model, String options) {
        CallOptions given = CallOptions.parse("glmm_summary", options, List.of("correlation"));
        return new ModelSummary(DIGITS, given.flag("correlation")).text(model);
    }

    /** @param digits significant ones of the smallest number of a column; numbers that R rounds to fixed places follow it */
    public static String of(FittedModel model, int digits) {
        return new ModelSummary(digits, false).text(model);
    }

    private String text(FittedModel model) {
        List<String> lines = new ArrayList<>();
        lines.add(title(model));
        lines.add(" Family: " + model.family() + " ( " + model.link() + " )");
        lines.add("Formula: " + model.formula());
        if (model.residual() != null) {
            lines.add("Residual: " + model.residual().text());
        }
        if (model.status() != Status.OK) {
            lines.add(" Status: " + model.status() + ": " + model.message());
        }
        if (model.components().isEmpty()) {
            return String.join("\n", lines);
        }
        lines.add("");
        lines.addAll(TextTable.of(
                List.of("AIC", "BIC", "logLik", "-2*log(L)", "df.resid"),
                List.of(List.of(
                        fixed(model.aic(), places(1)),
                        fixed(model.bic(), places(1)),
                        fixed(model.logLik(), places(1)),
                        fixed(model.deviance(), places(1)),
                        fixed(model.dfResidual(), 0)))));
        if (!model.hLikelihoods().isEmpty()) {
            lines.add(model.hLikelihoods().entrySet().stream()
                    .map(e -> e.getKey() + " " + fixed(e.getValue(), places(2)))
                    .collect(Collectors.joining(", ")));
        }
        residuals(model, lines);
        conditional(model, lines);
        coefficients("Fixed effects:", model.fixed(), hasOwnDf(model), lines);
        if (correlation) {
            correlations(model, lines);
        }
        for (Component component : model.others()) {
            component(model, component, lines);
        }
        closing(model, lines);
        return String.join("\n", lines);
    }

    /** Of the estimates of the mean, a lower triangle. */
    private void correlations(FittedModel model, List<String> lines) {
        List<Coefficient> kept = model.components().get(0).kept();
        double[][] v = model.vcov();
        if (kept.size() < 2) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 1; i < kept.size(); i++) {
            List<String> row = new ArrayList<>(List.of(kept.get(i).term()));
            for (int j = 0; j < kept.size() - 1; j++) {
                row.add(j < i ? fixed(v[i][j] / Math.sqrt(v[i][i] * v[j][j]), places(3)) : "");
            }
            rows.add(row);
        }
        List<String> header = new ArrayList<>(List.of(""));
        kept.subList(0, kept.size() - 1).forEach(c -> header.add(c.term()));
        lines.add("");
        lines.add("Correlation of fixed effects:");
        lines.addAll(TextTable.of(header, rows));
    }

    /** Of Pearson residuals over the root of the dispersion. */
    private void residuals(FittedModel model, List<String> lines) {
        if (model.quality() == null || model.quality().residuals().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("Scaled residuals:");
        lines.addAll(TextTable.of(
                List.of("Min", "1Q", "Median", "3Q", "Max"),
                List.of(model.quality().residuals().stream()
                        .map(number -> fixed(number, places(4)))
                        .toList())));
    }

    private static String title(FittedModel model) {
        String kind = model.groups().isEmpty() ? "Generalized linear model" : "Generalized linear mixed model";
        String integral =
                model.groups().isEmpty() || model.isNormal() || !model.method().equals("ML")
                        ? ""
                        : model.nagq() == 1
                                ? " (Laplace approximation)"
                                : " (adaptive Gauss-Hermite quadrature, " + model.nagq() + " points)";
        return kind + " fit by " + model.method() + integral;
    }

    /** The random effects of the mean, and what the rows are. */
    private void conditional(FittedModel model, List<String> lines) {
        lines.add("");
        List<VarCorr> rows = part(model, Component.COND);
        if (rows.stream().anyMatch(v -> v.term1() != null)) {
            lines.add(model.groups().isEmpty() ? "Residuals:" : "Random effects:");
            randomEffects(rows, lines);
        } else {
            rows.forEach(v -> lines.add("Residual standard deviation: "
                    + column(List.of(v.sdOrCorr())).get(0)));
        }
        addNumbers(model, lines);
        model.varCorr().stream()
                .filter(VarCorr::isDispersion)
                .forEach(v -> lines.add(parameter("dispersion", "phi", model.family(), v.variance())));
        String groups = model.groups().entrySet().stream()
                .map(e -> e.getKey() + ", " + e.getValue())
                .collect(Collectors.joining("; "));
        lines.add("Number of obs: " + model.nobs() + (groups.isEmpty() ? "" : ", groups: " + groups));
    }

    private static List<VarCorr> part(FittedModel model, String component) {
        return model.varCorr().stream()
                .filter(v -> v.component().equals(component) && !v.isDispersion())
                .toList();
    }

    private String parameter(String name, String symbol, String family, double value) {
        return capital(name) + " parameter (" + symbol + ") of " + family + ": "
                + column(List.of(value)).get(0);
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** A table of the random effects of one part of the model. */
    private void randomEffects(List<VarCorr> ofPart, List<String> lines) {
        boolean otherLaws = ofPart.stream().anyMatch(v -> !v.law().equals("normal") && v.term1() != null);
        // correlations stand in the rows of their second term
        List<VarCorr> variances = ofPart.stream().filter(VarCorr::isDeviation).toList();
        List<String> lambda = column(variances.stream().map(VarCorr::lambda).toList());
        List<String> varianceOfU =
                column(variances.stream().map(VarCorr::varianceOfU).toList());
        List<String> variance =
                column(variances.stream().map(v -> v.sd() * v.sd()).toList());
        List<String> sd = column(variances.stream().map(VarCorr::sd).toList());
        List<List<String>> rows = new ArrayList<>();
        String before = "";
        for (VarCorr v : variances) {
            List<String> row = new ArrayList<>();
            row.add(v.group().equals(before) ? "" : v.group());
            before = v.group();
            row.add(v.term1() == null ? "" : v.term1());
            if (otherLaws) {
                row.add(v.term1() == null ? "" : v.law());
                row.add(v.isLambda() ? lambda.get(rows.size()) : "");
                row.add(v.isLambda() ? varianceOfU.get(rows.size()) : "");
            }
            row.add(variance.get(rows.size()));
            row.add(sd.get(rows.size()));
            rows.add(row);
        }
        List<String> header = new ArrayList<>(List.of("Groups", "Name", "Variance", "Std.Dev."));
        if (otherLaws) {
            // variance and standard deviation are those of the effect on the linear predictor for every law
            header.addAll(2, List.of("Law", "Lambda", "Var(u)"));
        }
        addCorrelations(ofPart, variances, header, rows);
        if (!rows.isEmpty()) {
            lines.addAll(TextTable.of(header, rows));
        }
    }

    /** The grouping factor, with what the effects are part of where that is not the mean. */
    private static String label(VarCorr v) {
        return v.component().equals(Component.COND) ? v.group() : v.group() + " (" + v.component() + ")";
    }

    /** The numbers of each group's structure that have names, in a line. */
    private void addNumbers(FittedModel model, List<String> lines) {
        Map<String, List<String>> numbers = new LinkedHashMap<>();
        for (VarCorr v : model.varCorr()) {
            if (v.isNamed()) {
                numbers.computeIfAbsent(label(v), group -> new ArrayList<>())
                        .add(v.term1() + " = "
                                + column(List.of(v.sdOrCorr())).get(0).trim());
            }
        }
        numbers.forEach((group, told) -> lines.add(group + ": " + String.join(", ", told)));
    }

    /** A column for each coefficient that others are correlated with, as a lower triangle; one without numbers if there is none. */
    private void addCorrelations(
            List<VarCorr> ofPart, List<VarCorr> variances, List<String> header, List<List<String>> rows) {
        Map<Integer, String[]> columns = new TreeMap<>();
        for (VarCorr v : ofPart) {
            int row = v.term2() == null ? -1 : row(variances, v.group(), v.term2());
            int column = row < 0 ? -1 : row(variances, v.group(), v.term1()) - row(variances, v.group(), null);
            if (row >= 0 && column >= 0) {
                columns.computeIfAbsent(column, k -> new String[rows.size()])[row] = fixed(v.sdOrCorr(), places(2));
            }
        }
        if (columns.isEmpty()) {
            columns.put(0, new String[rows.size()]);
        }
        for (String[] column : columns.values()) {
            header.add(header.contains("Corr") ? "" : "Corr");
            for (int i = 0; i < column.length; i++) {
                rows.get(i).add(column[i] == null ? "" : column[i]);
            }
        }
    }

    /** The row of a coefficient of a group, or the first row of the group; -1 if there is none. */
    private static int row(List<VarCorr> variances, String group, @Nullable String term) {
        for (int i = 0; i < variances.size(); i++) {
            VarCorr v = variances.get(i);
            if (v.group().equals(group) && (term == null || term.equals(v.term1()))) {
                return i;
            }
        }
        return -1;
    }

    private void component(FittedModel model, Component component, List<String> lines) {
        String name = component.parameter();
        if (model.isConstant(component)) {
            lines.add("");
            String kind = component.name().equals(Component.CUTPOINT) ? component.name() : name;
            lines.add(parameter(kind, model.symbol(component), model.family(), model.constant(name)));
            return;
        }
        if (component.name().equals(Component.THRESHOLD)) {
            thresholds(component.coefficients(), lines);
            return;
        }
        List<VarCorr> random = part(model, component.name());
        if (!random.isEmpty()) {
            lines.add("");
            lines.add(capital(name) + " random effects:");
            randomEffects(random, lines);
        }
        coefficients(
                capital(name) + " effects (" + component.link() + " scale):", component.coefficients(), false, lines);
    }

    /** Whether tests have degrees of freedom that differ. */
    private static boolean hasOwnDf(FittedModel model) {
        return List.of(DegreesOfFreedomParts.SATTERTHWAITE, DegreesOfFreedomParts.KENWARD_ROGER)
                .contains(model.df().method());
    }

    private void coefficients(String title, List<Coefficient> coefficients, boolean withDf, List<String> lines) {
        if (coefficients.isEmpty()) {
            return;
        }
        boolean normal = coefficients.stream().noneMatch(c -> Double.isFinite(c.df()));
        lines.add("");
        lines.add(title);
        int n = coefficients.size();
        List<String> estimates = column(Stream.concat(
                        coefficients.stream().map(Coefficient::estimate),
                        coefficients.stream().map(Coefficient::stdError))
                .toList());
        List<List<String>> rows = IntStream.range(0, n)
                .mapToObj(j -> {
                    Coefficient c = coefficients.get(j);
                    List<String> row = new ArrayList<>(List.of(c.term(), estimates.get(j), estimates.get(n + j)));
                    if (withDf) row.add(fixed(c.df(), places(1)));
                    row.addAll(List.of(fixed(c.statistic(), places(3)), pValue(c.pValue()), stars(c.pValue())));
                    return List.copyOf(row);
                })
                .toList();
        List<String> head = new ArrayList<>(List.of("", "Estimate", "Std. Error"));
        if (withDf) head.add("df");
        head.addAll(normal ? List.of("z value", "Pr(>|z|)", "") : List.of("t value", "Pr(>|t|)", ""));
        lines.addAll(TextTable.of(head, rows));
        lines.add("---");
        lines.add("Signif. codes:  0 '***' 0.001 '**' 0.01 '*' 0.05 '.' 0.1 ' ' 1");
    }

    /** Without tests: a threshold of 0 is no hypothesis. */
    private void thresholds(List<Coefficient> thresholds, List<String> lines) {
        int n = thresholds.size();
        List<String> numbers = column(Stream.concat(
                        thresholds.stream().map(Coefficient::estimate),
                        thresholds.stream().map(Coefficient::stdError))
                .toList());
        lines.add("");
        lines.add("Thresholds:");
        lines.addAll(TextTable.of(
                List.of("", "Estimate", "Std. Error", "z value"),
                IntStream.range(0, n)
                        .mapToObj(j -> List.of(
                                thresholds.get(j).term(),
                                numbers.get(j),
                                numbers.get(n + j),
                                fixed(thresholds.get(j).statistic(), 3)))
                        .toList()));
    }

    private static void closing(FittedModel model, List<String> lines) {
        List<String> notes = new ArrayList<>();
        if (model.nDropped() > 0) {
            notes.add(model.nDropped() + " rows with NULL were dropped");
        }
        if (model.method().equals(Method.PQL.toString()) && model.fixesDispersion()) {
            notes.add(
                    "PQL with the dispersion fixed at 1; glmmPQL of MASS estimates one, and multiplies standard errors by its root");
        }
        switch (model.df().method()) {
            case DegreesOfFreedomParts.SATTERTHWAITE ->
                notes.add("t tests of the fixed effects by Satterthwaite's degrees of freedom");
            case DegreesOfFreedomParts.KENWARD_ROGER ->
                notes.add("t tests and standard errors of the fixed effects by Kenward and Roger");
            default -> {} // z or t with n - p says it
        }
        notes.add(model.message());
        // the message holds the advice, and what is to be known of the columns
        if (!model.message().contains(model.convergence().advice())) {
            notes.add(model.convergence().advice());
        }
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

    private static String stars(double p) {
        return p < 0.001 ? "***" : p < 0.01 ? "**" : p < 0.05 ? "*" : p < 0.1 ? "." : "";
    }

    /** Decimals, so many of them with the usual digits. */
    private int places(int usual) {
        return Math.max(0, usual + digits - DIGITS);
    }

    private static String fixed(double number, int digits) {
        return Double.isNaN(number) ? "NA" : String.format(Locale.ROOT, "%." + digits + "f", number);
    }

    /** Numbers with as many decimals as give the smallest of them the significant digits. */
    private List<String> column(List<Double> numbers) {
        double smallest = numbers.stream()
                .map(Math::abs)
                .filter(size -> size >= SMALL && size < Double.POSITIVE_INFINITY)
                .min(Double::compare)
                .orElse(1.0);
        int decimals = Math.max(0, digits - 1 - (int) Math.floor(Math.log10(smallest)));
        return numbers.stream()
                .map(number -> number != 0 && Math.abs(number) < SMALL
                        ? String.format(Locale.ROOT, "%." + (digits - 1) + "e", number)
                        : fixed(number, decimals))
                .toList();
    }
}
