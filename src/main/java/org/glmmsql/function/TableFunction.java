package org.glmmsql.function;

import java.util.List;
import org.glmmsql.model.ResultColumn;

/** A function that gives rows. Names and types of its columns are fixed, so that views compile. */
public sealed interface TableFunction extends SqlFunction permits Table, KeyedTable, QueryTable, ModelsTable {
    /** Its own; in the rows of a query after the keys. */
    List<? extends ResultColumn<?>> columns();

    @Override
    default String kind() {
        return "table";
    }
}
