package org.glmmsql.engine.h2;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultTable;
import org.glmmsql.sql.ModelSummary;
import org.jspecify.annotations.Nullable;

/**
 * The aliases. H2 calls a table function also to learn its columns, with NULL for arguments it does not know then: NULL gives the
 * columns and no rows.
 */
public final class H2Functions {
    private H2Functions() {}

    public static ResultSet tidy(@Nullable String model) throws SQLException {
        return read(ResultTable.TIDY, model);
    }

    public static ResultSet fixef(@Nullable String model) throws SQLException {
        return read(ResultTable.FIXEF, model);
    }

    public static ResultSet ranef(@Nullable String model) throws SQLException {
        return read(ResultTable.RANEF, model);
    }

    public static ResultSet varcorr(@Nullable String model) throws SQLException {
        return read(ResultTable.VARCORR, model);
    }

    public static ResultSet glance(@Nullable String model) throws SQLException {
        return read(ResultTable.GLANCE, model);
    }

    public static @Nullable String summary(@Nullable String model) throws SQLException {
        try {
            return model == null ? null : ModelSummary.of(ModelJson.parse(model));
        } catch (RuntimeException | Error failure) {
            throw SqlErrors.of(failure);
        }
    }

    private static ResultSet read(ResultTable<FittedModel, ?> table, @Nullable String model) throws SQLException {
        try {
            RowSet rows = new RowSet(table.columns());
            if (model != null) {
                table.values(ModelJson.parse(model)).forEach(rows::addRow);
            }
            return rows;
        } catch (RuntimeException | Error failure) {
            throw SqlErrors.of(failure);
        }
    }
}
