package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.GlmmException;
import org.glmmsql.function.Catalog;
import org.glmmsql.function.State;
import org.h2.api.Aggregate;
import org.jspecify.annotations.Nullable;

/** An aggregate of a catalogue: H2 makes an instance for each group of rows, of a class for each aggregate. */
public abstract class H2Aggregate implements Aggregate {
    private final org.glmmsql.function.Aggregate function;
    private final State state;
    private @Nullable Connection connection;

    protected H2Aggregate(Catalog catalog, String name) {
        this.function = (org.glmmsql.function.Aggregate) catalog.named(name);
        this.state = function.state();
    }

    @Override
    public void init(Connection connection) {
        this.connection = connection;
    }

    @Override
    public int getInternalType(int[] types) throws SQLException {
        try {
            function.signature().requireCount(types.length);
            return H2Values.internalType(function.type());
        } catch (GlmmException wrong) {
            throw SqlErrors.of(wrong);
        }
    }

    @Override
    public void add(Object value) throws SQLException {
        try {
            @Nullable Object[] row = (@Nullable Object[]) value;
            int texts = function.signature().texts().size();
            for (int j = 0; j < row.length; j++) {
                row[j] = j < texts ? H2Values.text(row[j]) : H2Values.plain(row[j]);
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
