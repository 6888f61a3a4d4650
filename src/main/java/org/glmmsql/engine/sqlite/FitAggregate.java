package org.glmmsql.engine.sqlite;

import java.sql.SQLException;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.sql.FitState;
import org.glmmsql.sql.Fitting;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;

/** {@code glmm_fit(model_text, v1, v2, ...)}. The driver clones one instance for every group, so the state begins with a first row. */
final class FitAggregate extends Function.Aggregate {
    private final java.util.function.Function<String, Fitting> fittingOf;
    private @Nullable FitState state;

    /** @param fittingOf what a model text asks for */
    FitAggregate(java.util.function.Function<String, Fitting> fittingOf) {
        this.fittingOf = fittingOf;
    }

    @Override
    protected void xStep() throws SQLException {
        try {
            if (args() < 2) {
                throw new GlmmException(
                        ErrorCode.COLUMN_COUNT,
                        "glmm_fit takes the model text and at least one column, as in glmm_fit('y ~ x + (1 | g)', y, x, g)");
            }
            if (state == null) {
                state = new FitState(fittingOf);
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
            String model = state == null
                    ? null
                    : state.result(() -> {}); // SQLite does not tell that a statement was cancelled
            if (model == null) {
                result();
            } else {
                result(model);
            }
        } catch (RuntimeException | Error failure) {
            throw SqlErrors.of(failure);
        }
    }
}
