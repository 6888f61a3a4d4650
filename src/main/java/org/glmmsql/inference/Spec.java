package org.glmmsql.inference;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.CallOptions;

/**
 * What means, contrasts or slopes are of: {@code [method ~] a b | c}.
 *
 * @param method empty if there is none
 * @param names whose levels are told apart
 * @param by for each of whose levels it is done
 */
record Spec(String method, List<String> names, List<String> by) {
    /** @param withMethod whether a method and ~ come first @throws GlmmException SYNTAX */
    static Spec parse(String function, String text, boolean withMethod) {
        String example = withMethod ? "pairwise ~ a | b" : "a | b";
        List<String> sides = CallOptions.split(text, "~");
        if (sides.size() > 2 || withMethod && sides.size() < 2) {
            throw wrong(function, text, example);
        }
        String method = withMethod ? sides.get(0).strip() : "";
        List<String> parts = CallOptions.split(sides.get(sides.size() - 1), "|");
        List<String> names = names(parts.get(0));
        List<String> by = parts.size() > 1 ? names(parts.get(1)) : List.of();
        boolean twice = names.stream().distinct().count() < names.size()
                || names.stream().anyMatch(by::contains);
        if (names.isEmpty() || parts.size() > 2 || parts.size() > 1 && by.isEmpty() || twice) {
            throw wrong(function, text, example);
        }
        return new Spec(method, names, by);
    }

    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        for (String part : CallOptions.split(text, " \t\r\n+*:,")) {
            if (!part.isBlank()) {
                names.add(CallOptions.unquoted(part));
            }
        }
        return names;
    }

    private static GlmmException wrong(String function, String text, String example) {
        return new GlmmException(
                ErrorCode.SYNTAX,
                function + " cannot read '" + Excerpt.of(text)
                        + "'; name each variable once, and after a bar those by whose levels it is done, as in '"
                        + example
                        + "'");
    }
}
