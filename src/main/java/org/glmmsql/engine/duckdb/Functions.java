package org.glmmsql.engine.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Failures;
import org.glmmsql.error.GlmmException;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Catalog;
import org.glmmsql.function.ModelsTable;
import org.glmmsql.function.Scalar;
import org.glmmsql.function.Signature;
import org.glmmsql.function.Table;
import org.glmmsql.model.ColumnType;

/**
 * The functions of an open database, which all of its connections share. They are defined by the first that registers; those of another
 * version of glmm-sql are replaced, and those of somebody else are refused.
 */
final class Functions {
    private static final String WHOSE = "glmm_sql_functions";

    /** Of every catalogue that was registered, which is one. */
    private static final Map<Catalog, Functions> KNOWN = new ConcurrentHashMap<>();

    /** Tells who defined the functions of a database: these classes for this catalogue, or others of the same name. */
    private final String token = UUID.randomUUID().toString();

    private final Macros macros;
    private final List<Definition> definitions = new ArrayList<>();

    /** What macros of every version of glmm-sql call or say. */
    private final Pattern ours;

    private Functions(Catalog catalog) {
        macros = new Macros(catalog);
        catalog.of(Aggregate.class).forEach(a -> definitions.add(Definition.ofRows(a)));
        catalog.of(Scalar.class)
                .filter(scalar -> !macros.names().contains(scalar.name()))
                .forEach(this::define);
        Stream.concat(
                        catalog.of(Table.class).filter(macros::needsJava),
                        catalog.of(ModelsTable.class).map(ModelsTable::table))
                .forEach(table -> definitions.add(Definition.ofTexts(
                        table.name() + Macros.ROWS,
                        table.signature().texts().size(),
                        false,
                        ColumnType.TEXT,
                        Bodies.of(table))));
        // the last, so that it stands for all
        definitions.add(Definition.ofTexts(
                WHOSE,
                0,
                false,
                ColumnType.TEXT,
                (arguments, rows, result) ->
                        result.set(Collections.nCopies(rows, token).toArray())));
        String readers = catalog.of(Table.class).map(Table::name).collect(Collectors.joining("|", "(", ")"));
        ours = Pattern.compile(
                "\\b(\\w+_rows|glmm_member|" + PlainQuery.NAME + "|" + readers + ")\\(|GLMM-[57]\\d\\d: ");
    }

    private void define(Scalar function) {
        Signature signature = function.signature();
        int texts = signature.required();
        boolean more = signature.hasColumns() || texts < signature.texts().size();
        // the second for macros that an older version has left in a file
        for (String name : signature.hasColumns()
                ? List.of(function.name(), function.name() + Macros.ROWS)
                : List.of(function.name())) {
            definitions.add(Definition.ofTexts(name, texts, more, function.type(), Bodies.of(function)));
        }
    }

    static Functions of(Catalog catalog) {
        return KNOWN.computeIfAbsent(catalog, Functions::new);
    }

    Macros macros() {
        return macros;
    }

    /**
     * Defines the functions unless they are. By a connection of its own, whose transaction is none of the caller's; one after the other, as
     * two that write the catalogue of one database at the same time are a conflict to DuckDB.
     *
     * @throws SQLException with an ENGINE message for functions of somebody else
     */
    void register(Connection connection) throws SQLException {
        synchronized (Functions.class) {
            registerAlone(connection);
        }
    }

    private void registerAlone(Connection connection) throws SQLException {
        try (Connection own = DriverInside.duplicate(connection)) {
            if (token.equals(whose(own))) {
                return;
            }
            refuseForeign(own);
            for (Definition definition : definitions) {
                register(own, definition);
            }
        }
    }

    /** Every failure of a function has a code. */
    private static void register(Connection connection, Definition definition) throws SQLException {
        FunctionBody body = definition.body();
        DriverInside.register(
                connection,
                definition.name(),
                definition.parameters(),
                definition.more(),
                definition.resultType(),
                (arguments, rows, values) -> {
                    try {
                        body.evaluate(arguments, rows, values);
                    } catch (RuntimeException | Error failure) {
                        throw Failures.coded(failure);
                    }
                });
    }

    /** Empty for a database without the functions. */
    private static String whose(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + WHOSE + "()")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            return ""; // a Catalog Error, as the function does not exist; whatever else is wrong, the next statement
            // says
        }
    }

    private void refuseForeign(Connection connection) throws SQLException {
        Set<String> names = new TreeSet<>(macros.names());
        definitions.forEach(definition -> names.add(definition.name()));
        String list = names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        List<String> foreign = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT DISTINCT database_name, schema_name, function_name, function_type, macro_definition,"
                                + " parameter_types::VARCHAR FROM duckdb_functions() WHERE function_name IN (" + list
                                + ") ORDER BY ALL")) {
            while (rows.next()) {
                if (!isOurs(rows.getString(3), rows.getString(4), rows.getString(5), rows.getString(6))) {
                    foreign.add(rows.getString(4).replace('_', ' ') + " " + rows.getString(1) + "." + rows.getString(2)
                            + "." + rows.getString(3));
                }
            }
        }
        if (!foreign.isEmpty()) {
            throw SqlErrors.of(
                    new GlmmException(
                            ErrorCode.ENGINE,
                            "the database has functions that are not of glmm-sql under its names: "
                                    + String.join(", ", foreign)
                                    + "; rename or drop them, as in DROP MACRO glmm_fit or DROP MACRO TABLE glmm_fixef, then register again"));
        }
    }

    private boolean isOurs(String name, String type, String definition, String parameters) {
        if (type.endsWith("macro")) {
            return definition != null && ours.matcher(definition).find();
        }
        return type.equals("scalar")
                && definitions.stream().anyMatch(d -> d.name().equals(name) && d.takes(parameters));
    }
}
