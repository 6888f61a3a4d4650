package org.glmmsql.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.glmmsql.engine.Engine;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/** The functions for a JDBC connection. */
public final class Glmm {
    private Glmm() {}

    /**
     * Defines the functions of glmm-sql in the connection's database. Doing it again changes nothing.
     *
     * @throws SQLException with an ENGINE message for a database without an adapter; else what the database says
     */
    public static void register(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        engines().stream()
                .filter(engine -> engine.productName().equalsIgnoreCase(product))
                .findFirst()
                .orElseThrow(() -> SqlErrors.of(new GlmmException(
                        ErrorCode.ENGINE,
                        "no adapter for the database '" + product + "'; there are adapters for "
                                + engines().stream().map(Engine::productName).collect(Collectors.joining(", ")))))
                .register(connection);
    }

    /** The adapters found by ServiceLoader beside this class. */
    public static List<Engine> engines() {
        return ServiceLoader.load(Engine.class, Glmm.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
