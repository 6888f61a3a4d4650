package org.glmmsql.sql;

import java.util.List;
import org.glmmsql.function.Argument;
import org.glmmsql.function.KeyedTable;
import org.glmmsql.function.Signature;
import org.glmmsql.function.Table;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultTable;

/**
 * The two functions that every table of a stored model has: for one model, and for those of a query. That its data allow no model is the
 * answer of glmm_glance and an error of all other readers of one model; readers of many models leave it out.
 */
final class Reading {
    static final Argument MODEL = Argument.text("model", "a model, as glmm_fit gives it; NULL gives no rows, or NULL");

    static final Argument QUERY =
            Argument.text("query", "one query, as text, with a column named model; its other columns are keys");

    private Reading() {}

    /** {@code glmm_<name>(model)}. */
    static Table one(ResultTable<FittedModel, ?> table) {
        String name = "glmm_" + table.name();
        return new Table(
                new Signature(
                        name,
                        List.of(MODEL),
                        table.doc(),
                        "SELECT * FROM " + name + "((SELECT model FROM fits WHERE region = 'north'))"),
                table.columns(),
                texts -> table.values(valid(table, texts.get(0))));
    }

    /** {@code glmm_<name>_by(query)}. */
    static KeyedTable many(ResultTable<FittedModel, ?> table) {
        Table one = one(table);
        return new KeyedTable(
                new Signature(
                        one.name() + "_by",
                        List.of(QUERY),
                        one.name() + " of every model of a query, after the query's key columns",
                        "SELECT * FROM " + one.name() + "_by('SELECT region, model FROM fits')"),
                one,
                false,
                texts -> table.values(ModelJson.parse(texts.get(0))));
    }

    private static FittedModel valid(ResultTable<FittedModel, ?> table, String model) {
        FittedModel parsed = ModelJson.parse(model);
        return table == ResultTable.GLANCE ? parsed : parsed.valid();
    }
}
