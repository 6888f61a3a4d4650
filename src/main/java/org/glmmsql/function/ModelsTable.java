package org.glmmsql.function;

import java.util.List;
import org.glmmsql.model.ResultColumn;

/**
 * The rows of all models of a query together, which the engine runs: its column {@code model} has the models, {@code name} what they are
 * called.
 *
 * @param signature the query, then what the table takes beside the models
 * @param table of a JSON array of objects with a name and a model, instead of the query
 */
public record ModelsTable(Signature signature, Table table) implements TableFunction {
    @Override
    public List<? extends ResultColumn<?>> columns() {
        return table.columns();
    }
}
