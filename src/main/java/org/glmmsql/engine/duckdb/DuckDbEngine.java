package org.glmmsql.engine.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
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
    public String urlPrefix() {
        return "jdbc:duckdb:";
    }

    @Override
    public String driver() {
        return DriverInside.TESTED_DRIVER;
    }

    @Override
    public void register(Connection connection) throws SQLException {
        try {
            registerFunctions(connection);
        } catch (DriverInside.IncompatibleDriverException e) {
            throw SqlErrors.of(new GlmmException(
                    ErrorCode.ENGINE,
                    "the DuckDB driver " + connection.getMetaData().getDriverVersion()
                            + " is not one this version works with (" + e.getMessage() + "); use "
                            + driver(),
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
        List<Integer> model = List.of(TypeId.VARCHAR);
        List<Integer> models = List.of(TypeId.VARCHAR, TypeId.VARCHAR);
        List<Integer> modelAndRows = List.of(TypeId.VARCHAR, TypeId.ANY);
        List<Integer> modelOptionsAndRow = List.of(TypeId.VARCHAR, TypeId.VARCHAR, TypeId.ANY);
        register(connection, Macros.FIT_ROWS, modelAndRows, TypeId.VARCHAR, ScalarFunctions::fitRows);
        register(connection, Macros.HGLM_FIT_ROWS, modelAndRows, TypeId.VARCHAR, ScalarFunctions::hglmFitRows);
        register(connection, Macros.PREDICT_ROWS, modelOptionsAndRow, TypeId.DOUBLE, ScalarFunctions::predictRows);
        register(connection, Macros.PREDICT_SE_ROWS, modelOptionsAndRow, TypeId.DOUBLE, ScalarFunctions::predictSeRows);
        register(connection, Macros.ANOVA_ROWS, models, TypeId.VARCHAR, ScalarFunctions::anovaRows);
        register(connection, "glmm_summary", model, TypeId.VARCHAR, ScalarFunctions::summary);
    }

    /** Every failure of a function has a code. */
    private static void register(
            Connection connection, String name, List<Integer> parameters, int resultType, FunctionBody body)
            throws SQLException {
        DriverInside.register(connection, name, parameters, resultType, (arguments, rows, values) -> {
            try {
                body.evaluate(arguments, rows, values);
            } catch (RuntimeException | Error failure) {
                throw Failures.coded(failure);
            }
        });
    }
}
