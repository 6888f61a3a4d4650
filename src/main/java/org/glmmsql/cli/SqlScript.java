package org.glmmsql.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a script into statements at semicolons that stand outside of quotes, dollar quotes and comments. */
final class SqlScript {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<quoted>'[^']*'?|\"[^\"]*\"?|(\\$\\w*\\$).*?(?:\\2|\\z))"
                    + "|(?<comment>--[^\\n]*|/\\*.*?(?:\\*/|\\z))|(?<end>;)|[^'\"$;/-]+|.",
            Pattern.DOTALL);

    private final String source;
    private final List<SqlStatement> statements = new ArrayList<>();
    private final StringBuilder statement = new StringBuilder();
    private int line = 1;
    private int firstLine;

    private SqlScript(String source) {
        this.source = source;
    }

    /** The statements in order, trimmed, without their semicolons; comments alone are no statement. */
    static List<SqlStatement> statements(String source, String script) {
        SqlScript cut = new SqlScript(source);
        Matcher token = TOKEN.matcher(script);
        while (token.find()) {
            if (token.group("end") != null) {
                cut.end();
            } else {
                cut.add(token.group(), token.group("comment") != null);
            }
        }
        cut.end();
        return cut.statements;
    }

    private void add(String token, boolean comment) {
        if (statement.isEmpty() && !comment && !token.isBlank()) {
            firstLine = line
                    + lines(token.substring(
                            0, token.length() - token.stripLeading().length()));
        }
        line += lines(token);
        if (comment) {
            if (!statement.isEmpty()) {
                statement.append(' ');
            }
        } else if (!statement.isEmpty() || !token.isBlank()) {
            statement.append(token);
        }
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    private void end() {
        if (!statement.isEmpty()) {
            statements.add(new SqlStatement(statement.toString().strip(), source, firstLine, statements.size() + 1));
            statement.setLength(0);
        }
    }
}
