package org.glmmsql.engine.spark;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.spark.sql.classic.SparkSession;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.function.Catalog;

/** A session as {@link Connection}. What is public is what {@link Facade} offers of it. */
public final class SparkConnection {
    private final SparkSession session;
    private boolean closed;

    private SparkConnection(SparkSession session) {
        this.session = session;
    }

    static Connection open(String master) throws SQLException {
        try {
            return Facade.of(Connection.class, new SparkConnection(EmbeddedSpark.open(master)));
        } catch (IOException e) {
            throw failure("Spark needs a folder for its tables: " + e.getMessage(), e);
        } catch (IllegalAccessError | ExceptionInInitializerError e) {
            throw failure(
                    "Spark cannot reach what it needs of Java (" + e
                            + "); start Java with the options that docs/spark.md tells",
                    e);
        }
    }

    private static SQLException failure(String message, Throwable cause) {
        return SqlErrors.of(new GlmmException(ErrorCode.ENGINE, message, cause));
    }

    void register(Catalog catalog) {
        new SparkFunctions(catalog).register(session);
    }

    SparkSession session() {
        return session;
    }

    public Statement createStatement() {
        return Facade.of(Statement.class, new SparkStatement(session, null));
    }

    public PreparedStatement prepareStatement(String sql) {
        return Facade.of(PreparedStatement.class, new SparkStatement(session, sql));
    }

    public DatabaseMetaData getMetaData() {
        return Facade.of(DatabaseMetaData.class, new Product(session.version()));
    }

    public boolean isClosed() {
        return closed;
    }

    public synchronized void close() throws SQLException {
        if (!closed) {
            closed = true;
            try {
                EmbeddedSpark.release();
            } catch (IOException e) {
                throw failure("the folder of Spark's tables cannot be deleted: " + e.getMessage(), e);
            }
        }
    }

    /** What is asked of {@link DatabaseMetaData}. */
    public record Product(String version) {
        public String getDatabaseProductName() {
            return new SparkEngine().productName();
        }

        public String getDatabaseProductVersion() {
            return version;
        }

        public String getDriverVersion() {
            return version;
        }
    }
}
