package org.glmmsql.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.glmmsql.error.GlmmException;
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

    /**
     * Whether all statements succeeded. The first that fails is the last, unless told to keep going; what it met is printed with its place.
     * So is one whose result nobody can read any more.
     */
    boolean run(List<SqlStatement> statements) {
        boolean succeeded = true;
        try (Progress progress = Progress.of("statements", statements.size())) {
            for (int k = 0; k < statements.size(); k++) {
                SqlStatement statement = statements.get(k);
                try {
                    run(statement.sql(), k == statements.size() - 1);
                } catch (SQLException | GlmmException | OutOfMemoryError e) {
                    succeeded = false;
                    if (keepGoing) {
                        printer.error(Messages.of(e), statement, err);
                    } else {
                        ResultPrinter.failure(Messages.of(e), statement, err);
                    }
                }
                progress.step();
                if (out.checkError() || !succeeded && !keepGoing) {
                    break;
                }
            }
        }
        return succeeded;
    }

    private void run(String sql, boolean last) throws SQLException {
        if (last && output != null) {
            long rows = output.write(connection, sql);
            err.println(rows + (rows == 1 ? " row" : " rows") + " written to " + output);
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
