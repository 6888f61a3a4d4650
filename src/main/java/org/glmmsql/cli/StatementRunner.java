package org.glmmsql.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs statements one after the other and prints their results. */
final class StatementRunner {
    private final Connection connection;
    private final ResultPrinter printer;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean keepGoing;
    private final @Nullable OutputFile output;

    /** @param output where the result of the last statement goes, instead of being printed */
    StatementRunner(
            Connection connection,
            ResultPrinter printer,
            PrintWriter out,
            PrintWriter err,
            boolean keepGoing,
            @Nullable OutputFile output) {
        this.connection = connection;
        this.printer = printer;
        this.out = out;
        this.err = err;
        this.keepGoing = keepGoing;
        this.output = output;
    }

    /** Whether all statements succeeded. @throws SQLException of the first that failed, unless told to keep going */
    boolean run(List<String> statements) throws SQLException {
        boolean succeeded = true;
        try (Progress progress = Progress.of("statements", statements.size())) {
            for (int k = 0; k < statements.size(); k++) {
                try {
                    run(statements.get(k), k == statements.size() - 1);
                } catch (SQLException e) {
                    if (!keepGoing) {
                        throw e;
                    }
                    printer.error(Messages.of(e), err);
                    succeeded = false;
                } finally {
                    out.flush();
                    progress.step();
                }
            }
        }
        return succeeded;
    }

    private void run(String sql, boolean last) throws SQLException {
        if (last && output != null) {
            output.write(connection, sql);
        } else {
            run(sql);
        }
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
