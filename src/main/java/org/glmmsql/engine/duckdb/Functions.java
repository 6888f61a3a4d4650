package org.glmmsql.engine.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.sql.Failures;

/**
 * The functions of an open database, which all of its connections share. They are defined by the first that registers; those of another
 * version of glmm-sql are replaced, and those of somebody else are refused.
 */
final class Functions {
    /** Tells who defined the functions of a database: these classes, or others of the same name. */
    private static final String TOKEN = UUID.randomUUID().toString();

    private static final String WHOSE = "glmm_sql_functions";

    /** What macros of every version of glmm-sql call or say. */
    private static final Pattern OURS =
            Pattern.compile("\\b(glmm_fit_rows|hglm_fit_rows|glmm_predict_rows|glmm_predict_se_rows"
                    + "|glmm_anova_rows|glmm_member|glmm_(tidy|fixef|ranef|varcorr|glance))\\(|GLMM-[57]\\d\\d: ");

    private record Definition(String name, List<Integer> parameters, boolean more, int resultType, FunctionBody body) {
        /** @param types as DuckDB lists them; an older version has one further parameter where there may be more now */
        boolean takes(String types) {
            String own = parameters.stream()
                    .map(type -> type == TypeId.ANY ? "ANY" : "VARCHAR")
                    .collect(Collectors.joining(", "));
            return types.equals("[" + own + "]") || more && types.equals("[" + own + ", ANY]");
        }
    }

    private static final List<Definition> DEFINITIONS = List.of(
            fit(Macros.FIT_ROWS, ScalarFunctions::fitRows),
            fit(Macros.HGLM_FIT_ROWS, ScalarFunctions::hglmFitRows),
            predict("glmm_predict", ScalarFunctions::predict),
            predict("glmm_predict_se", ScalarFunctions::predictSe),
            // for macros that an older version has left in a file
            predict("glmm_predict_rows", ScalarFunctions::predict),
            predict("glmm_predict_se_rows", ScalarFunctions::predictSe),
            ofModels(Macros.ANOVA_ROWS, 2, ScalarFunctions::anovaRows),
            ofModels("glmm_summary", 1, ScalarFunctions::summary),
            // the last, so that it stands for all
            new Definition(
                    WHOSE,
                    List.of(),
                    false,
                    TypeId.VARCHAR,
                    (arguments, rows, result) ->
                            result.set(Collections.nCopies(rows, TOKEN).toArray(String[]::new))));

    private Functions() {}

    private static Definition fit(String name, FunctionBody body) {
        return new Definition(name, List.of(TypeId.VARCHAR, TypeId.ANY), false, TypeId.VARCHAR, body);
    }

    private static Definition predict(String name, FunctionBody body) {
        return new Definition(name, List.of(TypeId.VARCHAR, TypeId.VARCHAR), true, TypeId.DOUBLE, body);
    }

    private static Definition ofModels(String name, int models, FunctionBody body) {
        return new Definition(name, Collections.nCopies(models, TypeId.VARCHAR), false, TypeId.VARCHAR, body);
    }

    /**
     * Defines the functions unless they are. By a connection of its own, whose transaction is none of the caller's; one after the other, as
     * two that write the catalogue of one database at the same time are a conflict to DuckDB.
     *
     * @throws SQLException with an ENGINE message for functions of somebody else
     */
    static synchronized void register(Connection connection) throws SQLException {
        try (Connection own = DriverInside.duplicate(connection)) {
            if (TOKEN.equals(whose(own))) {
                return;
            }
            refuseForeign(own);
            for (Definition definition : DEFINITIONS) {
                register(own, definition);
            }
        }
    }

    /** Every failure of a function has a code. */
    private static void register(Connection connection, Definition definition) throws SQLException {
        FunctionBody body = definition.body;
        DriverInside.register(
                connection,
                definition.name,
                definition.parameters,
                definition.more,
                definition.resultType,
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

    private static void refuseForeign(Connection connection) throws SQLException {
        Set<String> names = new TreeSet<>(Macros.names());
        DEFINITIONS.forEach(definition -> names.add(definition.name));
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

    private static boolean isOurs(String name, String type, String definition, String parameters) {
        if (type.endsWith("macro")) {
            return definition != null && OURS.matcher(definition).find();
        }
        return type.equals("scalar") && DEFINITIONS.stream().anyMatch(d -> d.name.equals(name) && d.takes(parameters));
    }
}
