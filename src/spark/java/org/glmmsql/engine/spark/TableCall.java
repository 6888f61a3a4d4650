package org.glmmsql.engine.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.glmmsql.error.Failures;
import org.glmmsql.function.KeyedTable;
import org.glmmsql.function.ModelsTable;
import org.glmmsql.function.QueryTable;
import org.glmmsql.function.SqlFunction;
import org.glmmsql.function.Table;
import org.jspecify.annotations.Nullable;

/**
 * A call of a table function, as it travels to the executors: its rows for one row of arguments.
 *
 * @param function which takes all of its texts; in place of a query the model of a row, all models, or the value of its aggregate
 */
public record TableCall(FunctionReference function) implements Serializable {
    /** What Spark calls. */
    public ArrayData rows(InternalRow arguments) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int j = 0; j < arguments.numFields(); j++) {
            texts.add(ArgumentTexts.text(arguments.isNullAt(j) ? null : arguments.getUTF8String(j)));
        }
        try {
            return SparkValues.rows(rows(function.function(), texts));
        } catch (RuntimeException | Error failure) {
            throw Failures.coded(failure);
        }
    }

    private static List<Object[]> rows(SqlFunction function, List<@Nullable String> texts) {
        if (function instanceof Table table) {
            return table.rows(texts);
        }
        if (function instanceof ModelsTable models) {
            return models.table().rows(texts);
        }
        String value = texts.get(0);
        if (function instanceof KeyedTable keyed) {
            return value == null ? List.of() : keyed.rows(value, texts.subList(1, texts.size()));
        }
        return ((QueryTable) function).rows(value);
    }

    @Override
    public String toString() {
        return function.name();
    }
}
