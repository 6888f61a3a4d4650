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
        for (int k = 0; k < statements.size() && !out.checkError() && (succeeded || keepGoing); k++) {
            SqlStatement statement = statements.get(k);
            // drawn while a statement runs, and gone before its result is printed: it would write over the result
            Progress progress = Progress.of("statements", k, statements.size());
            try {
                run(statement.sql(), k == statements.size() - 1, progress);
            } catch (SQLException | GlmmException | OutOfMemoryError e) {
                progress.close();
                succeeded = false;
                if (keepGoing) {
                    printer.error(Messages.of(e), statement, err);
                } else {
                    ResultPrinter.failure(Messages.of(e), statement, err);
                }
            }
        }
        return succeeded;
    }

    private void run(String sql, boolean last, Progress progress) throws SQLException {
        if (last && output != null) {
            long rows = output.write(connection, sql);
            progress.close();
            err.println(rows + (rows == 1 ? " row" : " rows") + " written to " + output);
            return;
        }
        try (Statement statement = connection.createStatement()) {
            boolean query = statement.execute(sql);
            progress.close();
            if (query) {
                try (ResultSet rows = statement.getResultSet()) {
                    printer.print(Rows.of(rows));
                }
            }
        }
    }
}
