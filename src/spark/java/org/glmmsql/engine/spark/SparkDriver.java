package org.glmmsql.engine.spark;

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
 * {@code jdbc:spark:local[*]}: Spark in this process, for scripts of the command line and for tests. Settings of Spark may follow, as in
 * {@code jdbc:spark:local[2];spark.sql.shuffle.partitions=8}. Its tables are gone when the last connection is closed. Takes no URL where Spark's
 * classes are not there.
 */
public final class SparkDriver implements Driver {
    static final String PREFIX = "jdbc:spark:";

    static {
        try {
            DriverManager.registerDriver(new SparkDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Not {@code jdbc:spark://host}, which drivers of others take. */
    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX + "local") && hasSpark();
    }

    private static boolean hasSpark() {
        try {
            Class.forName("org.apache.spark.sql.classic.SparkSession", false, SparkDriver.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Null for a URL of another driver, as JDBC asks for. */
    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        return acceptsURL(url) ? SparkConnection.open(url.substring(PREFIX.length())) : null;
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
        return new DriverPropertyInfo[0];
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
