package org.glmmsql.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Runs statements one after the other and prints their results. */
final class StatementRunner {
    private final Connection connection;
    private final ResultPrinter printer;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean keepGoing;

    StatementRunner(Connection connection, ResultPrinter printer, PrintWriter out, PrintWriter err, boolean keepGoing) {
        this.connection = connection;
        this.printer = printer;
        this.out = out;
        this.err = err;
        this.keepGoing = keepGoing;
    }

    /** Whether all statements succeeded. @throws SQLException of the first that failed, unless told to keep going */
    boolean run(List<String> statements) throws SQLException {
        boolean succeeded = true;
        for (String statement : statements) {
            try {
                run(statement);
            } catch (SQLException e) {
                if (!keepGoing) {
                    throw e;
                }
                printer.error(Messages.of(e), err);
                succeeded = false;
            } finally {
                out.flush();
            }
        }
        return succeeded;
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    printer.print(Rows.of(rows));
                }
            }
        }
    }
}
