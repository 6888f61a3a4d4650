package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.glmmsql.engine.SqlErrors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.h2.command.Prepared;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;

/** A query that came as text: it must be one query that changes nothing. */
final class QueryArgument {
    /** {@code SELECT ... FROM FINAL TABLE (INSERT ...)}, outside of quotes. */
    private static final Pattern CHANGES_DATA = Pattern.compile("\\b(FINAL|NEW|OLD)\\s+TABLE\\s*\\(");

    private static final Pattern END = Pattern.compile("[;\\s]+$");

    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

    private QueryArgument() {}

    /** Whether H2 asks for the columns of a table function only. */
    static boolean isColumnsOnly(Connection connection) throws SQLException {
        return connection.getMetaData().getURL().startsWith("jdbc:columnlist");
    }

    /** The query, not run yet; semicolons after it do not count. @throws SQLException with a QUERY message */
    static PreparedStatement prepare(Connection connection, String query) throws SQLException {
        String one = END.matcher(query).replaceFirst("");
        check(connection, one);
        return connection.prepareStatement(one);
    }

    /** H2's parser of views takes exactly one statement, so that nothing can be appended to a query. */
    private static void check(Connection connection, String query) throws SQLException {
        try {
            Prepared prepared = ((SessionLocal) ((JdbcConnection) connection).getSession()).prepare(query);
            String plan = QUOTED.matcher(prepared.getPlanSQL(0)).replaceAll("''");
            if (!prepared.isQuery()
                    || !prepared.isReadOnly()
                    || CHANGES_DATA.matcher(plan).find()) {
                throw SqlErrors.of(new GlmmException(
                        ErrorCode.QUERY, "the query argument is not a plain query: '" + query + "'; pass one SELECT"));
            }
        } catch (DbException e) {
            throw SqlErrors.of(new GlmmException(
                    ErrorCode.QUERY,
                    "the query argument cannot be run: "
                            + e.getSQLException()
                                    .getMessage()
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                    e));
        } catch (LinkageError | ClassCastException e) {
            throw SqlErrors.of(new GlmmException(
                    ErrorCode.ENGINE, "this H2 cannot check a query argument (" + e + "); use H2 2.3 or 2.5", e));
        }
    }

    static List<String> labels(ResultSetMetaData meta) throws SQLException {
        List<String> labels = new ArrayList<>();
        for (int j = 1; j <= meta.getColumnCount(); j++) {
            labels.add(meta.getColumnLabel(j));
        }
        return labels;
    }
}
