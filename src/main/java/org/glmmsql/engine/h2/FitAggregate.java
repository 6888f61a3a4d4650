package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import org.glmmsql.engine.JdbcValues;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.sql.Binding;
import org.glmmsql.sql.Fitting;
import org.glmmsql.sql.RowCollector;
import org.h2.api.Aggregate;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** {@code glmm_fit(model_text, v1, v2, ...)}: one instance per group of rows. */
public final class FitAggregate implements Aggregate {
    private @Nullable Connection connection;
    private @Nullable String modelText;
    private @Nullable Fitting fitting;
    private @Nullable Binding binding;
    private @Nullable RowCollector rows;
    private @Nullable String model;

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
            start(row);
            for (int j = 1; j < row.length; j++) {
                row[j] = JdbcValues.portable(row[j]);
            }
            rows.add(row, 1);
        } catch (RuntimeException | Error failure) {
            rows = null; // the memory is wanted by whoever handles this
            throw SqlErrors.of(failure);
        }
    }

    private void start(@Nullable Object[] row) {
        String text = row[0] == null ? "" : row[0].toString();
        if (modelText == null) {
            fitting = Fitting.of(text);
            binding = fitting.byPosition(row.length - 1);
            rows = new RowCollector(row.length - 1);
            modelText = text;
        } else if (!modelText.equals(text)) {
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "the model text changes within a group, from '" + modelText + "' to '" + text
                            + "'; group by it, or use one text");
        }
    }

    /** NULL for no rows, which is also what H2 asks when it compiles a view. H2 may ask more than once. */
    @Override
    public @Nullable Object getResult() throws SQLException {
        if (rows == null) {
            return model;
        }
        try {
            model = fitting.fit(
                    rows.columns(binding.names()),
                    CancelProbe.of(connection),
                    Runtime.getRuntime().availableProcessors());
            rows = null;
            return model;
        } catch (RuntimeException | Error failure) {
            rows = null;
            throw SqlErrors.of(failure);
        }
    }
}
