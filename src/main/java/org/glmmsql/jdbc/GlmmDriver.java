package org.glmmsql.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code jdbc:glmm:<url>}, as in {@code jdbc:glmm:duckdb:file.db} or {@code jdbc:glmm:h2:mem:test}: opens the URL without {@code glmm:},
 * registers the functions, and returns the database's own connection. For clients that can load a driver but not run code.
 */
public final class GlmmDriver implements Driver {
    private static final String PREFIX = "jdbc:glmm:";

    static {
        try {
            DriverManager.registerDriver(new GlmmDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    /** Null for a URL of another driver, as JDBC asks for. */
    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        return Glmm.connect(target(url), properties);
    }

    private static String target(String url) {
        return "jdbc:" + url.substring(PREFIX.length());
    }

    /** Those of the database's driver. */
    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return acceptsURL(url)
                ? DriverManager.getDriver(target(url)).getPropertyInfo(target(url), properties)
                : new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 0;
    }

    @Override
    public int getMinorVersion() {
        return 1;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no logging");
    }
}
