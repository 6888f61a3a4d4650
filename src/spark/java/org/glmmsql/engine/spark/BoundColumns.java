package org.glmmsql.engine.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.types.StructType;
import org.glmmsql.error.GlmmException;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Binding;
import org.glmmsql.function.GroupFunction;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The columns of a call of an aggregate. A struct alone binds by the names of its fields; so do columns with names, if all variables of the
 * model are among them; other columns bind by position. Columns that are not used are not read.
 *
 * @param names of the columns, or null where they bind by position
 */
record BoundColumns(List<Expression> columns, @Nullable List<String> names) {
    /**
     * @param texts of the call, or null where they are not known yet
     * @throws GlmmException for texts and columns that do not go together
     */
    static BoundColumns of(Aggregate function, @Nullable List<@Nullable String> texts, List<Expression> arguments) {
        BoundColumns all = named(arguments);
        boolean struct = arguments.size() == 1 && arguments.get(0).dataType() instanceof StructType;
        GroupFunction given = texts == null ? null : function.of(texts);
        BoundColumns bound =
                given == null ? new BoundColumns(all.columns, struct ? all.names : null) : bound(all, given, struct);
        for (int j = 0; j < bound.columns.size(); j++) {
            Expression column = bound.columns.get(j);
            SparkTypes.requireValue(function.name(), column.sql(), column.dataType());
        }
        return bound;
    }

    /** Struct fields or arguments with their names; names are null where one has none. */
    private static BoundColumns named(List<Expression> arguments) {
        List<Expression> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        if (arguments.size() == 1 && arguments.get(0).dataType() instanceof StructType struct) {
            for (int j = 0; j < struct.length(); j++) {
                String name = struct.apply(j).name();
                columns.add(new GetStructField(arguments.get(0), j, Option.apply(name)));
                names.add(name);
            }
            return new BoundColumns(columns, names);
        }
        for (Expression argument : arguments) {
            if (argument instanceof NamedExpression named) {
                names.add(named.name());
            }
        }
        return new BoundColumns(arguments, names.size() == arguments.size() ? names : null);
    }

    private static BoundColumns bound(BoundColumns all, GroupFunction function, boolean struct) {
        Binding byName = all.names == null ? null : byName(function, all.names, struct);
        if (byName == null) {
            function.check(function.byPosition(all.columns.size()).names());
            return new BoundColumns(all.columns, null);
        }
        function.check(byName.names());
        int[] used = IntStream.of(byName.indexes()).sorted().distinct().toArray();
        return new BoundColumns(
                IntStream.of(used).mapToObj(all.columns::get).toList(),
                IntStream.of(used).mapToObj(all.names::get).toList());
    }

    private static @Nullable Binding byName(GroupFunction function, List<String> names, boolean struct) {
        try {
            return function.byName(names);
        } catch (GlmmException incomplete) {
            if (struct) {
                throw incomplete;
            }
            return null; // then they are in the order of the variables
        }
    }
}
