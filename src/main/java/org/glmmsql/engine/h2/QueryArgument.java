package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;
import org.jspecify.annotations.Nullable;

/** A query that came as text: it must be one query that changes nothing. */
final class QueryArgument {
    private static final Pattern END = Pattern.compile("[;\\s]+$");

    private static final int NOT_ENOUGH_RIGHTS = 90096;

    private static final String RIGHTS =
            "; H2 runs a query that is passed as text with the rights of who asks, in a view too: grant SELECT on its tables, or keep"
                    + " the rows in a table";

    private QueryArgument() {}

    /** Whether H2 asks for the columns of a table function only. */
    static boolean isColumnsOnly(Connection connection) throws SQLException {
        return connection.getMetaData().getURL().startsWith("jdbc:columnlist");
    }

    /** The query, not run yet; semicolons after it do not count. @throws SQLException with a QUERY message */
    static PreparedStatement prepare(Connection connection, String query) throws SQLException {
        return connection.prepareStatement(checked(connection, query));
    }

    /** The query without semicolons after it. @throws SQLException with a QUERY message */
    static String checked(Connection connection, String query) throws SQLException {
        String one = END.matcher(query).replaceFirst("");
        check(connection, one);
        return one;
    }

    /** H2's parser of views takes exactly one statement, so that nothing can be appended to a query. */
    private static void check(Connection connection, String query) throws SQLException {
        try {
            Optional<String> found = SideEffects.inText(query);
            if (found.isEmpty()) {
                SessionLocal session = (SessionLocal) ((JdbcConnection) connection).getSession();
                found = SideEffects.in(session.prepare(query), session);
            }
            if (found.isPresent()) {
                throw error(
                        "the query argument is not a plain query, it has " + found.get() + ": '" + query
                                + "'; pass one SELECT that reads",
                        null);
            }
        } catch (DbException e) {
            throw error(
                    "the query argument cannot be run: "
                            + e.getSQLException()
                                    .getMessage()
                                    .lines()
                                    .findFirst()
                                    .orElse("")
                            + (e.getErrorCode() == NOT_ENOUGH_RIGHTS ? RIGHTS : ""),
                    e);
        } catch (LinkageError | ClassCastException e) {
            throw SqlErrors.of(new GlmmException(
                    ErrorCode.ENGINE, "this H2 cannot check a query argument (" + e + "); use H2 2.3 or 2.5", e));
        }
    }

    private static SQLException error(String message, @Nullable Throwable cause) {
        return SqlErrors.of(new GlmmException(ErrorCode.QUERY, message, cause));
    }

    static List<String> labels(ResultSetMetaData meta) throws SQLException {
        List<String> labels = new ArrayList<>();
        for (int j = 1; j <= meta.getColumnCount(); j++) {
            labels.add(meta.getColumnLabel(j));
        }
        return labels;
    }
}
