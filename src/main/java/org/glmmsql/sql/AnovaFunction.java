package org.glmmsql.sql;

import java.util.List;
import java.util.Locale;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.function.Argument;
import org.glmmsql.function.ModelsTable;
import org.glmmsql.function.Signature;
import org.glmmsql.function.Table;
import org.glmmsql.inference.NamedModel;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelComparison;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultTable;

/** {@code glmm_anova}: two models compared, and {@code glmm_anova_by}: a chain of models. */
final class AnovaFunction {
    private static final Argument OPTIONS = Argument.options(
            "options",
            "empty, or mixture = false | true: whether one more variance is tested by the mixture of chi-squared distributions that its bound at 0 makes");

    static final Table ANOVA = new Table(
            new Signature(
                    "glmm_anova",
                    List.of(
                            Argument.text("model1", "a model"),
                            Argument.text("model2", "another model of the same rows, in any order"),
                            OPTIONS),
                    ResultTable.ANOVA.doc(),
                    "SELECT * FROM glmm_anova((SELECT model FROM small), (SELECT model FROM large))"),
            ResultTable.ANOVA.columns(),
            texts -> ResultTable.ANOVA.values(ModelComparison.ofChain(
                    List.of(ModelJson.parse(texts.get(0)), ModelJson.parse(texts.get(1))), isMixture(texts.get(2)))));

    static final ModelsTable CHAIN = InferenceFunctions.models(
            "glmm_anova_by",
            List.of(OPTIONS),
            "likelihood ratio tests of all models of a query, a chain from the smallest to the largest, each against the one before it",
            "SELECT * FROM glmm_anova_by('SELECT name, model FROM candidates')",
            ResultTable.ANOVA.columns(),
            texts -> {
                List<FittedModel> models = NamedModel.parse(texts.get(0)).stream()
                        .map(named -> named.model().valid())
                        .toList();
                return ModelComparison.ofChain(models, isMixture(texts.get(1))).rows();
            });

    private AnovaFunction() {}

    private static boolean isMixture(String options) {
        String text = options.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
        if (text.isEmpty() || text.equals("mixture=false") || text.equals("mixture=true")) {
            return text.endsWith("true");
        }
        throw new GlmmException(
                ErrorCode.UNKNOWN_OPTION,
                "glmm_anova has no option '" + Excerpt.of(options) + "'; write mixture = true, or leave it out");
    }
}
