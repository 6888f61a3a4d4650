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

    private SqlScript() {}

    /** The statements in order, trimmed, without their semicolons; comments alone are no statement. */
    static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        Matcher token = TOKEN.matcher(script);
        while (token.find()) {
            if (token.group("end") != null) {
                add(statement, statements);
            } else if (token.group("comment") == null) {
                statement.append(token.group());
            } else {
                statement.append(' ');
            }
        }
        add(statement, statements);
        return statements;
    }

    private static void add(StringBuilder statement, List<String> statements) {
        if (!statement.toString().isBlank()) {
            statements.add(statement.toString().strip());
        }
        statement.setLength(0);
    }
}
