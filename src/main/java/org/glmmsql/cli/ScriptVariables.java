package org.glmmsql.cli;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;

/** {@code ${name}} in a script, anywhere, stands for the value of {@code -v name=value}, taken as it is. */
final class ScriptVariables {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)}");

    private ScriptVariables() {}

    /** @throws GlmmException QUERY for a variable without a value */
    static String replace(String source, String script, Map<String, String> values) {
        return REFERENCE.matcher(script).replaceAll(reference -> {
            String name = reference.group(1);
            if (!values.containsKey(name)) {
                throw new GlmmException(
                        ErrorCode.QUERY,
                        "the variable ${" + name + "} has no value in " + source + ", line " + line(script, reference)
                                + "; pass -v " + name + "=..."
                                + (values.isEmpty() ? "" : ", " + Suggestion.among(name, values.keySet())));
            }
            return Matcher.quoteReplacement(values.get(name));
        });
    }

    private static long line(String script, MatchResult reference) {
        return 1
                + script.substring(0, reference.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
