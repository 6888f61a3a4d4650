package org.glmmsql.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glmmsql.design.Design;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.jspecify.annotations.Nullable;

/**
 * A model text and data, as {@link RandomModels} draws them.
 *
 * @param left left of the tilde
 * @param fixed terms of the fixed effects
 * @param random the random terms
 * @param smaller the same with a term or a slope fewer, or null where only the model without random effects is smaller
 * @param laws option for the laws of the random effects by group, or null for normal ones; of {@code random} and of {@code smaller}
 * @param method option for the method of estimation, or null for ML
 * @param options the other options, each with a comma before it
 */
record RandomModel(
        int number,
        String left,
        String fixed,
        String random,
        @Nullable String smaller,
        @Nullable String laws,
        @Nullable String smallerLaws,
        String family,
        String link,
        @Nullable String method,
        String options,
        int rows,
        Map<String, Column> columns) {

    String text() {
        return text(random, laws, method);
    }

    /** With one random term or slope fewer. */
    String smallerText() {
        return text(smaller, smallerLaws, method);
    }

    /** The generalized linear model of the same fixed effects, by maximum likelihood. */
    String glmText() {
        return text(null, null, null);
    }

    /** Whether the value told as log-likelihood is a maximum over the parameters, the variances among them. */
    boolean maximises() {
        return method == null || method.startsWith("nagq") || method.equals("method = REML");
    }

    /** Whether it is an approximation to the log-likelihood, that at variances of 0 is the one of the GLM. */
    boolean comparesWithGlm() {
        return method == null || method.startsWith("nagq");
    }

    private String text(@Nullable String terms, @Nullable String law, @Nullable String by) {
        StringBuilder text = new StringBuilder(left + " ~ " + fixed);
        if (terms != null) text.append(" + ").append(terms);
        text.append(", ").append(family).append("(").append(link).append(")").append(options);
        if (law != null) text.append(", random = ").append(law);
        if (by != null) text.append(", ").append(by);
        return text.toString();
    }

    FittedModel fit(String model) {
        ModelSpec spec = ModelTextParser.parse(model);
        // as it is stored, which has to be whole in the eyes of whoever reads it
        return ModelJson.parse(ModelJson.write(GlmmFitter.fit(spec, design(spec), Control.defaults())));
    }

    Design design(ModelSpec spec) {
        List<Column> bound = spec.variables().stream().map(columns::get).toList();
        return DesignBuilder.build(spec, bound);
    }

    /** The same with other data. */
    RandomModel with(Map<String, Column> others) {
        return new RandomModel(
                number, left, fixed, random, smaller, laws, smallerLaws, family, link, method, options, rows, others);
    }

    /** The data as a table, to fit them elsewhere. */
    List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add(String.join(",", columns.keySet()));
        for (int i = 0; i < rows; i++) {
            int row = i;
            lines.add(String.join(
                    ",", columns.values().stream().map(c -> cell(c, row)).toList()));
        }
        return lines;
    }

    private static String cell(Column column, int row) {
        return column instanceof FactorColumn f
                ? f.levels().get(f.codes()[row])
                : String.format(Locale.ROOT, "%s", ((NumericColumn) column).values()[row]);
    }
}
