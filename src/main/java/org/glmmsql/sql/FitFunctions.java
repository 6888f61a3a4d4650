package org.glmmsql.sql;

import java.util.List;
import java.util.function.Function;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Argument;
import org.glmmsql.function.GroupFunction;
import org.glmmsql.function.QueryTable;
import org.glmmsql.function.Signature;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.ResultTable;
import org.jspecify.annotations.Nullable;

/** {@code glmm_fit}, {@code hglm_fit} and {@code glmm}: models of rows. */
final class FitFunctions {
    static final Aggregate FIT = aggregate(
            "glmm_fit",
            "fits the model to the rows of a group; the model is a text (JSON), NULL for no rows",
            "SELECT glmm_fit('y ~ x + (1 | shop), family = poisson', y, x, shop) FROM sales",
            Fitting::of);

    static final Aggregate HIERARCHICAL = aggregate(
            "hglm_fit",
            "glmm_fit with method = HL(1,1), that of hierarchical generalized linear models, unless the model text has a method or nagq",
            "SELECT hglm_fit('y ~ x + (1 | shop), family = poisson, random = gamma(log)', y, x, shop) FROM sales",
            Fitting::hierarchical);

    static final QueryTable OF_QUERY = new QueryTable(
            new Signature(
                    "glmm",
                    List.of(
                            Argument.text("model_text", "as in glmm_fit"),
                            Argument.text(
                                    "query",
                                    "one query, as text; its columns bind to the variables of the model by name")),
                    "fits the model to the rows of a query, and gives the rows of glmm_tidy",
                    "SELECT * FROM glmm('y ~ x + (1 | shop), family = poisson', 'SELECT y, x, shop FROM sales')"),
            FIT,
            Reading.one(ResultTable.TIDY));

    private FitFunctions() {}

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Aggregate aggregate(
            String name, String doc, String example, Function<String, GroupFunction> fittingOf) {
        List<Argument> arguments = List.of(
                Argument.text("model_text", "formula, family and options, the same for all rows of a group"),
                Argument.columns(
                        "v",
                        "the columns of the model's variables, in the order in which the model text names them first"));
        return new Aggregate(
                new Signature(name, arguments, doc, example),
                ColumnType.TEXT,
                texts -> fittingOf.apply(orEmpty(texts.get(0))));
    }
}
