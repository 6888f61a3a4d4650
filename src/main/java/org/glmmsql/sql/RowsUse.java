package org.glmmsql.sql;

import java.util.List;
import java.util.function.Consumer;
import org.glmmsql.fit.Control;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.frame.Column;

/**
 * What an aggregate of a model text makes of the rows of a group.
 *
 * @param function for messages
 * @param check of a model whose columns are known; throws for a wrong call
 */
record RowsUse(String function, Consumer<ModelSpec> check, Value value) {
    /** A text. */
    interface Value {
        /** @param spec closed, and checked */
        String of(ModelSpec spec, List<Column> columns, Control control);
    }
}
