package org.glmmsql.function;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.glmmsql.model.ResultColumn;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table function of one model, for every row of a query that the engine runs: its columns but {@code model} are keys, which
 * come before the function's own columns. A model that is NULL has no rows.
 *
 * @param signature the query, then what the table takes beside a model
 * @param table of one model
 * @param ofFits whether a model without estimates has no rows, instead of one whose data allow none
 * @param body the rows of one of the models, by it and these texts
 */
public record KeyedTable(Signature signature, Table table, boolean ofFits, Function<List<String>, List<Object[]>> body)
        implements TableFunction {
    @Override
    public List<? extends ResultColumn<?>> columns() {
        return table.columns();
    }

    /** The rows of one of the models, without its keys. */
    public List<Object[]> rows(String model, List<@Nullable String> texts) {
        List<@Nullable String> all = new ArrayList<>();
        all.add(model);
        all.addAll(texts);
        List<String> given = signature.given(all);
        return given == null ? List.of() : body.apply(given);
    }
}
