package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.sql.FitState;
import org.glmmsql.sql.Fitting;
import org.h2.api.Aggregate;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** {@code glmm_fit(model_text, v1, v2, ...)}: one instance per group of rows. */
public class FitAggregate implements Aggregate {
    private final FitState state;
    private @Nullable Connection connection;

    public FitAggregate() {
        this(Fitting::of);
    }

    /** @param fittingOf what a model text asks for */
    FitAggregate(Function<String, Fitting> fittingOf) {
        this.state = new FitState(fittingOf);
    }

    @Override
    public void init(Connection connection) {
        this.connection = connection;
    }

    @Override
    public int getInternalType(int[] types) throws SQLException {
        if (types.length < 2) {
            throw SqlErrors.of(
                    new GlmmException(
                            ErrorCode.COLUMN_COUNT,
                            "glmm_fit takes the model text and at least one column, as in glmm_fit('y ~ x + (1 | g)', y, x, g)"));
        }
        return Value.VARCHAR;
    }

    @Override
    public void add(Object value) throws SQLException {
        try {
            @Nullable Object[] row = (@Nullable Object[]) value;
            for (int j = 1; j < row.length; j++) {
                row[j] = H2Values.portable(row[j]);
            }
            state.add(row);
        } catch (RuntimeException | Error failure) {
            throw SqlErrors.of(failure);
        }
    }

    /** NULL for no rows, which is also what H2 asks when it compiles a view. H2 may ask more than once. */
    @Override
    public @Nullable Object getResult() throws SQLException {
        try {
            return state.result(CancelProbe.of(connection));
        } catch (RuntimeException | Error failure) {
            throw SqlErrors.of(failure);
        }
    }
}
