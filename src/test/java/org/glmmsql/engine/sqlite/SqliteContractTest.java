package org.glmmsql.engine.sqlite;

import java.util.List;
import java.util.stream.Collectors;
import org.glmmsql.engine.contract.AnovaContract;
import org.glmmsql.engine.contract.FitContract;
import org.glmmsql.engine.contract.InferenceContract;
import org.glmmsql.engine.contract.PredictContract;
import org.glmmsql.engine.contract.ReaderContract;
import org.glmmsql.engine.contract.StoredModelContract;
import org.glmmsql.model.ResultTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

class SqliteContractTest {
    private static final String URL = "jdbc:sqlite:";

    @Nested
    class Fit extends FitContract {
        Fit() {
            super(URL);
        }

        @Override
        protected String read(ResultTable<?, ?> table, String... models) {
            return documented(table, models);
        }

        /** SQLite has no NaN: it is NULL. */
        @Override
        protected List<String> notFinite() {
            return List.of("9e999", "-9e999");
        }
    }

    @Nested
    class Readers extends ReaderContract {
        Readers() {
            super(URL);
        }

        @Override
        protected String read(ResultTable<?, ?> table, String... models) {
            return documented(table, models);
        }

        /** SQLite has no booleans, and its driver gives the smallest integer that holds a value. */
        @Override
        protected @Nullable Object stored(@Nullable Object value) {
            if (value instanceof Long number && number == number.intValue()) {
                return number.intValue();
            }
            return value instanceof Boolean flag ? (Object) (flag ? 1 : 0) : value;
        }
    }

    @Nested
    class Anova extends AnovaContract {
        Anova() {
            super(URL);
        }

        @Override
        protected String read(ResultTable<?, ?> table, String... models) {
            return documented(table, models);
        }
    }

    @Nested
    class Predictions extends PredictContract {
        Predictions() {
            super(URL);
        }
    }

    @Nested
    class StoredModels extends StoredModelContract {
        StoredModels() {
            super(URL);
        }

        @Override
        protected String read(ResultTable<?, ?> table, String... models) {
            return documented(table, models);
        }
    }

    @Nested
    class Inference extends InferenceContract {
        Inference() {
            super(URL);
        }

        @Override
        protected String call(String function, String columns, String... arguments) {
            List<String> oneByOne = columns.equals("*") ? List.of("note") : List.of(columns.split(", "));
            boolean ofAModel = arguments.length == 1 && !function.matches("glmm_(compare|anova_by)");
            String rows = ofAModel
                    ? "glmm_rows(" + arguments[0] + ", '" + function.substring("glmm_".length()) + "')"
                    : function + "_rows(" + String.join(", ", arguments) + ")";
            return "SELECT "
                    + oneByOne.stream()
                            .map(column -> "value ->> '" + column + "' AS \"" + column + "\"")
                            .collect(Collectors.joining(", "))
                    + " FROM json_each(" + rows + ")";
        }

        @Override
        protected boolean hasQueries() {
            return false;
        }

        @Override
        protected String models(String columns, String from) {
            return "(SELECT json_group_array(json_object('name', name, 'model', model)) FROM " + from + ")";
        }
    }

    /** The form of a reader that sql/README.md documents. */
    private static String documented(ResultTable<?, ?> table, String... models) {
        String rows = table == ResultTable.ANOVA
                ? "glmm_anova_rows(" + String.join(", ", models) + ")"
                : "glmm_rows(" + models[0] + ", '" + table.name() + "')";
        String columns = table.columns().stream()
                .map(c -> "value ->> '" + c.name() + "' AS " + c.name())
                .collect(Collectors.joining(", "));
        return "SELECT " + columns + " FROM json_each(" + rows + ")";
    }
}
