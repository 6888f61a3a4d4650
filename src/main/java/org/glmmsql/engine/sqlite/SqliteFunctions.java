package org.glmmsql.engine.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Catalog;
import org.glmmsql.function.ModelsTable;
import org.glmmsql.function.Scalar;
import org.glmmsql.function.Signature;
import org.glmmsql.function.Table;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/** The functions of a connection. There are no table functions: {@code json_each(glmm_rows(model, 'fixef'))} gives the rows of a reader. */
final class SqliteFunctions {
    private static final int ANY_NUMBER = -1;

    private static final String PREFIX = "glmm_";

    /** SQLITE_INNOCUOUS: without side effects, so that views may use it. */
    private static final int INNOCUOUS = 0x200000;

    private static final int FLAGS = Function.FLAG_DETERMINISTIC | INNOCUOUS;

    /** What every version of glmm-sql has had: a connection without one of them was not registered by any. */
    private static final Set<String> OF_EVERY_VERSION = Set.of(
            "glmm_fit", "hglm_fit", "glmm_predict", "glmm_predict_se", "glmm_summary", "glmm_rows", "glmm_anova_rows");

    /** @param arguments their number, or {@link #ANY_NUMBER} */
    private record Definition(String name, int arguments, Supplier<Function> function) {}

    private SqliteFunctions() {}

    /** @param pooled the driver's own connection, or that of a pool */
    static void register(Connection pooled, Catalog catalog) throws SQLException {
        if (!pooled.isWrapperFor(SQLiteConnection.class)) {
            throw SqlErrors.of(new GlmmException(
                    ErrorCode.ENGINE,
                    "the SQLite driver was loaded by another class loader than the one that glmm-sql sees; keep sqlite-jdbc and"
                            + " glmm-sql in the same folder of libraries"));
        }
        Connection connection = pooled.unwrap(SQLiteConnection.class);
        List<Definition> definitions = definitions(catalog);
        refuseForeign(connection, definitions);
        for (Definition definition : definitions) {
            Function.create(connection, definition.name, definition.function.get(), definition.arguments, FLAGS);
        }
    }

    /** Functions of a connection may be those of an earlier call or version, which are replaced; nobody else's. */
    private static void refuseForeign(Connection connection, List<Definition> definitions) throws SQLException {
        Map<String, Set<Integer>> found = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, narg FROM pragma_function_list WHERE name IN ('"
                        + definitions.stream().map(Definition::name).collect(Collectors.joining("', '")) + "')")) {
            while (rows.next()) {
                found.computeIfAbsent(rows.getString(1), name -> new TreeSet<>())
                        .add(rows.getInt(2));
            }
        }
        boolean registered = found.keySet().containsAll(OF_EVERY_VERSION);
        List<String> foreign = definitions.stream()
                .filter(d -> found.containsKey(d.name)
                        && (!registered || !found.get(d.name).equals(Set.of(d.arguments))))
                .map(Definition::name)
                .toList();
        if (!foreign.isEmpty()) {
            throw SqlErrors.of(new GlmmException(
                    ErrorCode.ENGINE,
                    "the connection has functions that are not of glmm-sql under its names: "
                            + String.join(", ", foreign)
                            + "; rename them, or register glmm-sql on a connection without them"));
        }
    }

    private static List<Definition> definitions(Catalog catalog) {
        List<Definition> all = new ArrayList<>();
        catalog.of(Aggregate.class)
                .forEach(a -> all.add(new Definition(a.name(), ANY_NUMBER, () -> new SqliteAggregate(a))));
        catalog.of(Scalar.class).forEach(scalar -> all.add(definition(scalar)));
        all.add(scalar("glmm_rows", 2, row -> ofAModel(catalog, SqliteRow.texts(row, 2))));
        catalog.of(Table.class)
                .filter(table -> !isOfAModel(table) || table.signature().texts().size() > 1)
                .forEach(table -> all.add(definition(table)));
        catalog.of(ModelsTable.class).forEach(models -> all.add(definition(models.table())));
        return all;
    }

    private static Definition definition(Scalar function) {
        Signature signature = function.signature();
        int texts = signature.texts().size();
        return scalar(
                function.name(), signature.required() == texts && !signature.hasColumns() ? texts : ANY_NUMBER, row -> {
                    signature.requireCount(row.length);
                    int given = Math.min(texts, row.length);
                    return function.value(SqliteRow.texts(row, given), Arrays.copyOfRange(row, given, row.length));
                });
    }

    private static Definition definition(Table function) {
        Signature signature = function.signature();
        int texts = signature.texts().size();
        return scalar(function.name() + "_rows", signature.required() == texts ? texts : ANY_NUMBER, row -> {
            signature.requireCount(row.length);
            return function.json(SqliteRow.texts(row, row.length));
        });
    }

    private static Definition scalar(String name, int arguments, ScalarFunction.Body body) {
        return new Definition(name, arguments, () -> new ScalarFunction(body));
    }

    /** Whether {@code glmm_rows} has its rows, since a model is all that it needs. */
    private static boolean isOfAModel(Table table) {
        Signature signature = table.signature();
        return signature.required() == 1 && signature.texts().get(0).name().equals("model");
    }

    /** {@code glmm_rows(model, name)}. */
    private static @Nullable String ofAModel(Catalog catalog, List<@Nullable String> arguments) {
        String name = String.valueOf(arguments.get(1));
        List<Table> tables =
                catalog.of(Table.class).filter(SqliteFunctions::isOfAModel).toList();
        return tables.stream()
                .filter(table -> table.name().equals(PREFIX + name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = tables.stream()
                            .map(table -> table.name().substring(PREFIX.length()))
                            .toList();
                    return new GlmmException(
                            ErrorCode.UNKNOWN_FUNCTION,
                            "a model has no rows '" + name + "'; " + Suggestion.among(name, known));
                })
                .json(arguments.subList(0, 1));
    }
}
