package org.glmmsql.sql;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ResultTable;
import org.glmmsql.sql.SqlFunction.Argument;
import org.glmmsql.sql.SqlFunction.Kind;

/** The one list of functions, from which the engines' definitions and the manual are made. */
public final class FunctionCatalog {
    private static final Argument MODEL =
            new Argument("model", false, "a model, as glmm_fit gives it; NULL gives no rows, or NULL");

    public static final SqlFunction FIT = new SqlFunction(
            "glmm_fit",
            Kind.AGGREGATE,
            List.of(
                    new Argument("model_text", false, "formula, family and options, the same for all rows of a group"),
                    new Argument(
                            "v",
                            true,
                            "the columns of the model's variables, in the order in which the model text names them first")),
            ColumnType.TEXT,
            List.of(),
            "fits the model to the rows of a group; the model is a text (JSON), NULL for no rows",
            "SELECT glmm_fit('y ~ x + (1 | shop), family = poisson', y, x, shop) FROM sales");

    public static final SqlFunction HGLM_FIT = new SqlFunction(
            "hglm_fit",
            Kind.AGGREGATE,
            FIT.arguments(),
            ColumnType.TEXT,
            List.of(),
            "glmm_fit with method = HL(1,1), that of hierarchical generalized linear models, unless the model text has a method or nagq",
            "SELECT hglm_fit('y ~ x + (1 | shop), family = poisson, random = gamma(log)', y, x, shop) FROM sales");

    public static final SqlFunction SUMMARY = new SqlFunction(
            "glmm_summary",
            Kind.SCALAR,
            List.of(MODEL),
            ColumnType.TEXT,
            List.of(),
            "what a person reads about a model",
            "SELECT glmm_summary(model) FROM fits");

    public static final SqlFunction STATUS = new SqlFunction(
            "glmm_status",
            Kind.SCALAR,
            List.of(MODEL),
            ColumnType.TEXT,
            List.of(),
            "how the fit ended, as in glmm_glance: ok, or why there are no estimates",
            "SELECT region FROM fits WHERE glmm_status(model) <> 'ok'");

    private static final List<Argument> PREDICT = List.of(
            MODEL,
            new Argument(
                    "options",
                    false,
                    "empty, or type = response | link, new_levels = population | null | error, re = all | none, failed = null | error"
                            + " (for a model without estimates), nonestimable = null | error (for a row that breaks a relation among"
                            + " columns by which the fit dropped one), marginal = false | true (with re = none: the mean over the law of the random effects); the first is the default"),
            new Argument(
                    "v",
                    true,
                    "the columns of the model's right-hand side, in the order in which the model text names them first"));

    public static final SqlFunction PREDICT_MEAN = new SqlFunction(
            "glmm_predict",
            Kind.SCALAR,
            PREDICT,
            ColumnType.DOUBLE,
            List.of(),
            "the prediction for a row; NULL if one of its columns is, the model has no estimates, or the row cannot be estimated",
            "SELECT glmm_predict(f.model, '', t.x, t.shop) FROM new_rows t JOIN fits f USING (region)");

    public static final SqlFunction PREDICT_SE = new SqlFunction(
            "glmm_predict_se",
            Kind.SCALAR,
            PREDICT,
            ColumnType.DOUBLE,
            List.of(),
            "the standard error of glmm_predict: uncertainty of the fixed effects and of the level's effects together",
            "SELECT glmm_predict_se(f.model, 'type = link', t.x, t.shop) FROM new_rows t JOIN fits f USING (region)");

    public static final SqlFunction ANOVA = new SqlFunction(
            "glmm_anova",
            Kind.TABLE,
            List.of(
                    new Argument("model1", false, "a model"),
                    new Argument("model2", false, "another model of the same rows, in any order")),
            null,
            ResultTable.ANOVA.columns(),
            ResultTable.ANOVA.doc(),
            "SELECT * FROM glmm_anova((SELECT model FROM small), (SELECT model FROM large))");

    /** A fit to a query. */
    public static final SqlFunction QUERY_FIT = new SqlFunction(
            "glmm",
            Kind.TABLE,
            List.of(
                    new Argument("model_text", false, "as in glmm_fit"),
                    new Argument(
                            "query",
                            false,
                            "one query, as text; its columns bind to the variables of the model by name")),
            null,
            ResultTable.TIDY.columns(),
            "fits the model to the rows of a query, and gives the rows of glmm_tidy",
            "SELECT * FROM glmm('y ~ x + (1 | shop), family = poisson', 'SELECT y, x, shop FROM sales')");

    private FunctionCatalog() {}

    /** All functions, in the order of the manual. */
    public static List<SqlFunction> functions() {
        List<SqlFunction> all = new ArrayList<>();
        all.add(FIT);
        all.add(HGLM_FIT);
        all.add(QUERY_FIT);
        ResultTable.OF_A_MODEL.forEach(table -> all.add(reader(table)));
        ResultTable.OF_A_MODEL.forEach(table -> all.add(readerBy(table)));
        all.add(ANOVA);
        all.add(SUMMARY);
        all.add(STATUS);
        all.add(PREDICT_MEAN);
        all.add(PREDICT_SE);
        return List.copyOf(all);
    }

    private static SqlFunction reader(ResultTable<FittedModel, ?> table) {
        return new SqlFunction(
                "glmm_" + table.name(),
                Kind.TABLE,
                List.of(MODEL),
                null,
                table.columns(),
                table.doc(),
                "SELECT * FROM glmm_" + table.name() + "((SELECT model FROM fits WHERE region = 'north'))");
    }

    private static SqlFunction readerBy(ResultTable<FittedModel, ?> table) {
        return new SqlFunction(
                "glmm_" + table.name() + SqlFunction.KEYED,
                Kind.TABLE,
                List.of(new Argument(
                        "query", false, "one query, as text, with a column named model; its other columns are keys")),
                null,
                table.columns(),
                "glmm_" + table.name() + " of every model of a query, after the query's key columns",
                "SELECT * FROM glmm_" + table.name() + "_by('SELECT region, model FROM fits')");
    }
}
