package org.glmmsql.sql;

import java.util.List;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultTable;

/**
 * What readers say of a stored model. That its data allow no model is the answer of glmm_glance and an error of all readers of one model;
 * readers of many models leave it out.
 */
public final class Reading {
    private Reading() {}

    /** The rows of one model. @throws org.glmmsql.error.GlmmException for what is no model, or the error that the fit found in its data */
    public static List<Object[]> one(ResultTable<FittedModel, ?> table, String model) {
        return table.values(valid(table, model));
    }

    /** The same as a JSON array of objects. */
    public static String json(ResultTable<FittedModel, ?> table, String model) {
        return ModelJson.rows(table, valid(table, model));
    }

    /** The rows of one of many models. @throws org.glmmsql.error.GlmmException for what is no model */
    public static List<Object[]> oneOfMany(ResultTable<FittedModel, ?> table, String model) {
        return table.values(ModelJson.parse(model));
    }

    /** How the fit ended. */
    public static String status(String model) {
        return ModelJson.parse(model).status().toString();
    }

    private static FittedModel valid(ResultTable<FittedModel, ?> table, String model) {
        FittedModel parsed = ModelJson.parse(model);
        return table == ResultTable.GLANCE ? parsed : parsed.valid();
    }
}
