package org.glmmsql.function;

import java.util.List;
import java.util.function.Function;
import org.glmmsql.model.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * A function of the rows of a group to a value; NULL for no rows.
 *
 * @param type of the value
 * @param body what it does with its texts, which are the same for all rows of a group, null for NULL
 */
public record Aggregate(Signature signature, ColumnType type, Function<List<@Nullable String>, GroupFunction> body)
        implements SqlFunction {

    /** The function with its texts given, for an engine that keeps the rows of a group by column. */
    public GroupFunction of(List<@Nullable String> texts) {
        return body.apply(texts);
    }

    /** No rows yet, for an engine that hands them over one by one. */
    public State state() {
        return new State(this, null);
    }

    /** The same for columns that bind by their names. */
    public State state(List<String> names) {
        return new State(this, names);
    }

    @Override
    public String kind() {
        return "aggregate";
    }
}
