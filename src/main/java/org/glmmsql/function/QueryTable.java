package org.glmmsql.function;

import java.util.List;
import org.glmmsql.model.ResultColumn;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table function of what an aggregate gives for the rows of a query, which the engine runs: its columns bind by name.
 *
 * @param signature the text of the aggregate, then the query
 */
public record QueryTable(Signature signature, Aggregate aggregate, Table table) implements TableFunction {
    @Override
    public List<? extends ResultColumn<?>> columns() {
        return table.columns();
    }

    /** @param value of the aggregate, null for no rows */
    public List<Object[]> rows(@Nullable Object value) {
        return value == null ? List.of() : table.rows(List.of(value.toString()));
    }
}
