package org.glmmsql.sql;

import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.frame.Column;
import org.glmmsql.function.Binding;
import org.glmmsql.function.GroupFunction;
import org.jspecify.annotations.Nullable;

/** An aggregate of a model and rows where the model is NULL: so is the value, whatever the columns are. */
record NoModel(String function) implements GroupFunction {
    @Override
    public List<String> variables() {
        return List.of();
    }

    @Override
    public Binding byPosition(int columns) {
        return new Binding(
                IntStream.range(0, columns).toArray(),
                IntStream.rangeClosed(1, columns).mapToObj(j -> "v" + j).toList());
    }

    @Override
    public @Nullable Object value(List<Column> columns, Runnable cancellation, int threads) {
        return null;
    }
}
