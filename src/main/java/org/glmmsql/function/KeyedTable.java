package org.glmmsql.function;

import java.util.List;
import java.util.function.Function;
import org.glmmsql.model.ResultColumn;

/**
 * The rows of a table function of one model, for every row of a query that the engine runs: its columns but {@code model} are keys, which
 * come before the function's own columns. A model that is NULL has no rows.
 *
 * @param table of one model
 * @param body the rows of one of the models
 */
public record KeyedTable(Signature signature, Table table, Function<String, List<Object[]>> body)
        implements TableFunction {
    @Override
    public List<? extends ResultColumn<?>> columns() {
        return table.columns();
    }

    /** The rows of one of the models, without its keys. */
    public List<Object[]> rows(String model) {
        return body.apply(model);
    }
}
