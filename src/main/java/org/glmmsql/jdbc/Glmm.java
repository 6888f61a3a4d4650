package org.glmmsql.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.glmmsql.engine.Engine;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.sql.FunctionCatalog;

/** The functions for a JDBC connection. */
public final class Glmm {
    private Glmm() {}

    /**
     * Defines the functions of glmm-sql in the connection's database. Doing it again changes nothing.
     *
     * @param connection of a driver or of a pool
     * @throws SQLException with an ENGINE message for a database without an adapter or a driver that does not go with it; else what the
     *     database says
     */
    public static void register(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        Engines engines = Engines.find();
        Engine engine = engines.present().stream()
                .filter(one -> one.productName().equalsIgnoreCase(product))
                .findFirst()
                .orElseThrow(() ->
                        engineError("no adapter for the database '" + product + "'; " + engines.described(), null));
        try {
            engine.register(connection, FunctionCatalog.STANDARD);
        } catch (LinkageError e) {
            throw engineError(
                    "the classes of the " + product + " driver "
                            + connection.getMetaData().getDriverVersion() + " are not there for glmm-sql (" + e
                            + "): it was loaded by another class loader, or is too old; keep both in the same folder of libraries,"
                            + " and use " + engine.driver(),
                    e);
        }
    }

    /**
     * A new connection with the functions.
     *
     * @param url of the database, without {@code glmm:}
     * @throws SQLException with an ENGINE message if no driver takes the URL, which says how to add the one that is missing; else what the
     *     driver or {@link #register} says
     */
    public static Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = open(url, properties);
        try {
            register(connection);
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private static Connection open(String url, Properties properties) throws SQLException {
        try {
            return DriverManager.getConnection(url, properties);
        } catch (SQLException e) {
            throw hasDriver(url) ? e : engineError(MissingDriver.message(url, Engines.find()), e);
        }
    }

    private static boolean hasDriver(String url) {
        return DriverManager.drivers().anyMatch(driver -> accepts(driver, url));
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return true; // it knows enough of it to object
        }
    }

    private static SQLException engineError(String message, Throwable cause) {
        return SqlErrors.of(new GlmmException(ErrorCode.ENGINE, message, cause));
    }

    /** The adapters found by ServiceLoader beside this class; those that cannot be loaded are passed over. */
    public static List<Engine> engines() {
        return Engines.find().present();
    }
}
