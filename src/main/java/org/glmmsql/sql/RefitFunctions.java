package org.glmmsql.sql;

import java.util.List;
import java.util.stream.Stream;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.error.InvalidDataException;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.Drop1;
import org.glmmsql.fit.ProfileRows;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.frame.Column;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Argument;
import org.glmmsql.function.QueryTable;
import org.glmmsql.function.Signature;
import org.glmmsql.function.SqlFunction;
import org.glmmsql.function.Table;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.Drop1Row;
import org.glmmsql.model.ProfileRow;
import org.glmmsql.model.RowsJson;

/** {@code glmm_drop1} and {@code glmm_profile}: what needs further fits to the same rows. */
final class RefitFunctions {
    private static final Argument TEXT = Argument.text("model_text", "as in glmm_fit");

    private static final RowsUse DROP1 = new RowsUse(Drop1Row.VALUE.function(), Drop1::check, RefitFunctions::drop1);

    private static final RowsUse PROFILE =
            new RowsUse(ProfileRow.VALUE.function(), ProfileRows::check, RefitFunctions::profile);

    private RefitFunctions() {}

    /** Each as rows of a query, as a value of a group's rows, and the reader of that. */
    static Stream<SqlFunction> all() {
        return Stream.concat(
                functions(
                        "glmm_drop1",
                        Drop1Row.VALUE,
                        "drop1",
                        "y ~ x * f + (1 | shop), poisson",
                        "y, x, f, shop",
                        DROP1),
                functions(
                        "glmm_profile",
                        ProfileRow.VALUE,
                        "profile",
                        "y ~ x + (1 | shop), poisson",
                        "y, x, shop",
                        PROFILE));
    }

    /** One row that says why, where the rows of a group allow no model. */
    private static String drop1(ModelSpec spec, List<Column> columns, Control control) {
        try {
            return Drop1Row.VALUE.write(Drop1.rows(spec, columns, control));
        } catch (InvalidDataException reason) {
            return Drop1Row.VALUE.write(List.of(Drop1Row.of(Fitting.invalid(spec, columns, reason))));
        }
    }

    /** None where the rows of a group allow no model. */
    private static String profile(ModelSpec spec, List<Column> columns, Control control) {
        try {
            return ProfileRow.VALUE.write(
                    ProfileRows.rows(spec, DesignBuilder.build(spec, columns, control.cancellation()), control));
        } catch (InvalidDataException reason) {
            Fitting.invalid(spec, columns, reason);
            return ProfileRow.VALUE.write(List.of());
        }
    }

    private static Stream<SqlFunction> functions(
            String name, RowsJson<?> value, String argument, String text, String columns, RowsUse use) {
        String call = value.function() + "('" + text + "', " + columns + ")";
        Table reader = new Table(
                new Signature(
                        value.reader(),
                        List.of(Argument.text(argument, "what " + value.function() + " gives; NULL gives no rows")),
                        "the rows of what " + value.function() + " gives: "
                                + value.table().doc(),
                        "SELECT * FROM " + value.reader() + "((SELECT " + call + " FROM sales))"),
                value.table().columns(),
                texts -> value.read(texts.get(0)));
        Aggregate aggregate = new Aggregate(
                new Signature(
                        value.function(),
                        List.of(TEXT, Argument.columns("v", "as in glmm_fit")),
                        name + " of the rows of a group, as a text (JSON) for " + value.reader() + "; NULL for no rows",
                        "SELECT " + call + " FROM sales"),
                ColumnType.TEXT,
                texts -> Fitting.of(texts.get(0), use));
        QueryTable query = new QueryTable(
                new Signature(
                        name,
                        List.of(
                                TEXT,
                                Argument.text(
                                        "query",
                                        "one query, as text; its columns bind to the variables of the model by name")),
                        value.table().doc(),
                        "SELECT * FROM " + name + "('" + text + "', 'SELECT " + columns + " FROM sales')"),
                aggregate,
                reader);
        return Stream.of(query, aggregate, reader);
    }
}
