package org.glmmsql.engine.sqlite;

import java.sql.SQLException;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.function.State;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;

/** An aggregate of a catalogue. The driver clones one instance for every group, so the state begins with a first row. */
final class SqliteAggregate extends Function.Aggregate {
    private final org.glmmsql.function.Aggregate function;
    private @Nullable State state;

    SqliteAggregate(org.glmmsql.function.Aggregate function) {
        this.function = function;
    }

    @Override
    protected void xStep() throws SQLException {
        try {
            function.signature().requireCount(args());
            if (state == null) {
                state = function.state();
            }
            state.add(SqliteRow.read(
                    args(),
                    this::value_type,
                    this::value_long,
                    this::value_double,
                    this::value_text,
                    this::value_blob));
        } catch (RuntimeException | Error failure) {
            throw SqlErrors.of(failure);
        }
    }

    @Override
    protected void xFinal() throws SQLException {
        try {
            // SQLite does not tell that a statement was cancelled
            Object value = state == null ? null : state.result(() -> {});
            SqliteRow.write(value, this::result, this::result, this::result, this::result);
        } catch (RuntimeException | Error failure) {
            throw SqlErrors.of(failure);
        }
    }
}
