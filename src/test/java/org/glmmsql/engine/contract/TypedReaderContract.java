package org.glmmsql.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.Models;
import org.glmmsql.model.ResultTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Readers where columns have types. */
public abstract class TypedReaderContract extends ReaderContract {
    protected TypedReaderContract(String url) {
        super(url);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void columnsHaveFixedNamesAndTypes(ResultTable<FittedModel, ?> table) throws SQLException {
        try (Statement statement = database.connection().createStatement();
                ResultSet result = statement.executeQuery(read(table, literal(ModelJson.write(Models.complete()))))) {
            ResultSetMetaData meta = result.getMetaData();
            List<String> found = new ArrayList<>();
            for (int j = 1; j <= meta.getColumnCount(); j++) {
                found.add(meta.getColumnLabel(j).toLowerCase(Locale.ROOT) + " " + meta.getColumnType(j));
            }
            assertThat(found)
                    .isEqualTo(table.columns().stream()
                            .map(c -> c.name() + " " + sqlType(c.type()))
                            .toList());
        }
    }

    private static int sqlType(ColumnType type) {
        return switch (type) {
            case TEXT -> Types.VARCHAR;
            case DOUBLE -> Types.DOUBLE;
            case INTEGER -> Types.INTEGER;
            case BIGINT -> Types.BIGINT;
            case BOOLEAN -> Types.BOOLEAN;
        };
    }
}
