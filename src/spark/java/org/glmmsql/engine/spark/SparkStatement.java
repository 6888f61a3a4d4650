package org.glmmsql.engine.spark;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/** A statement of a session, as {@link java.sql.Statement} or with its text as {@link java.sql.PreparedStatement}. */
public final class SparkStatement {
    private final SparkSession session;
    private final @Nullable String prepared;
    private final String group = UUID.randomUUID().toString();
    private final Map<Integer, @Nullable Object> parameters = new TreeMap<>();
    private @Nullable ResultSet result;

    SparkStatement(SparkSession session, @Nullable String prepared) {
        this.session = session;
        this.prepared = prepared;
    }

    public boolean execute(String sql) throws SQLException {
        session.sparkContext().setJobGroup(group, sql, true);
        try {
            Dataset<Row> rows = parameters.isEmpty()
                    ? session.sql(sql)
                    : session.sql(sql, parameters.values().toArray());
            StructType schema = rows.schema();
            result = schema.isEmpty() ? null : Facade.of(ResultSet.class, new SparkRows(schema, rows.collectAsList()));
            return result != null;
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            throw error(e);
        } finally {
            session.sparkContext().clearJobGroup();
        }
    }

    public boolean execute() throws SQLException {
        return execute(prepared);
    }

    public ResultSet executeQuery(String sql) throws SQLException {
        if (!execute(sql)) {
            throw new SQLException("the statement gives no rows: " + sql);
        }
        return result;
    }

    public ResultSet executeQuery() throws SQLException {
        return executeQuery(prepared);
    }

    public int executeUpdate(String sql) throws SQLException {
        execute(sql);
        return 0;
    }

    public int executeUpdate() throws SQLException {
        return executeUpdate(prepared);
    }

    public @Nullable ResultSet getResultSet() {
        return result;
    }

    public int getUpdateCount() {
        return result == null ? 0 : -1;
    }

    public boolean getMoreResults() {
        result = null;
        return false;
    }

    public void setString(int index, @Nullable String value) {
        parameters.put(index, value);
    }

    public void setObject(int index, @Nullable Object value) {
        parameters.put(index, value);
    }

    /** Ends the jobs of the statement, and the fits in their tasks. */
    public void cancel() {
        session.sparkContext().cancelJobGroup(group);
    }

    public void close() {
        result = null;
    }

    public ResultSetMetaData getMetaData() throws SQLException {
        try {
            return Facade.of(
                    ResultSetMetaData.class,
                    new SparkRows.Columns(session.sql(prepared).schema()));
        } catch (Exception e) {
            throw error(e);
        }
    }

    /** With the innermost code, if there is one; Spark's own messages are cut before the plan or the trace that may follow. */
    private static SQLException error(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GlmmException coded) {
                return SqlErrors.of(coded);
            }
        }
        if (failure instanceof OutOfMemoryError) {
            return SqlErrors.of(failure);
        }
        String message = String.valueOf(failure.getMessage());
        if (message.contains("cancelled")) {
            return SqlErrors.of(new GlmmException(ErrorCode.CANCELLED, "the statement was cancelled", failure));
        }
        return new SQLException(FirstLine.of(message), failure);
    }
}
