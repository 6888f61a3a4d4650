package org.glmmsql.engine.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.GlmmBridge;
import org.duckdb.GlmmBridge.Body;
import org.duckdb.GlmmBridge.Type;
import org.glmmsql.engine.Engine;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.sql.Failures;

/** DuckDB. Functions live as long as the database is open; the macros are temporary, so that a file keeps no trace. */
public final class DuckDbEngine implements Engine {
    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public String productName() {
        return "DuckDB";
    }

    @Override
    public void register(Connection connection) throws SQLException {
        try {
            registerFunctions(connection);
        } catch (LinkageError e) {
            throw SqlErrors.of(new GlmmException(
                    ErrorCode.ENGINE,
                    "the DuckDB driver " + connection.getMetaData().getDriverVersion()
                            + " is not one this version works with, or not loaded by the same class loader (" + e
                            + "); use duckdb_jdbc 2.0.0.1 beside glmm-sql on the class path",
                    e));
        }
        try (Statement statement = connection.createStatement()) {
            for (String macro : Macros.definitions("TEMP ")) {
                statement.execute(macro);
            }
        }
    }

    /** The macros; the Java functions that some of them call are registered by every process. */
    @Override
    public List<String> definitions() {
        return Macros.definitions("");
    }

    /** One connection after the other: two that write the catalogue of one database at the same time are a conflict to DuckDB. */
    private static synchronized void registerFunctions(Connection connection) throws SQLException {
        List<Type> model = List.of(Type.VARCHAR);
        List<Type> models = List.of(Type.VARCHAR, Type.VARCHAR);
        List<Type> modelAndRows = List.of(Type.VARCHAR, Type.ANY);
        List<Type> modelOptionsAndRow = List.of(Type.VARCHAR, Type.VARCHAR, Type.ANY);
        register(connection, Macros.FIT_ROWS, modelAndRows, Type.VARCHAR, ScalarFunctions::fitRows);
        register(connection, Macros.HGLM_FIT_ROWS, modelAndRows, Type.VARCHAR, ScalarFunctions::hglmFitRows);
        register(connection, Macros.PREDICT_ROWS, modelOptionsAndRow, Type.DOUBLE, ScalarFunctions::predictRows);
        register(connection, Macros.PREDICT_SE_ROWS, modelOptionsAndRow, Type.DOUBLE, ScalarFunctions::predictSeRows);
        register(connection, Macros.ANOVA_ROWS, models, Type.VARCHAR, ScalarFunctions::anovaRows);
        register(connection, "glmm_summary", model, Type.VARCHAR, ScalarFunctions::summary);
    }

    /** Every failure of a function has a code. */
    private static void register(Connection connection, String name, List<Type> parameters, Type result, Body body)
            throws SQLException {
        GlmmBridge.register(connection, name, parameters, result, (arguments, rows, values) -> {
            try {
                body.evaluate(arguments, rows, values);
            } catch (RuntimeException | Error failure) {
                throw Failures.coded(failure);
            }
        });
    }
}
