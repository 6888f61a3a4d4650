package org.glmmsql.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.model.CallOptions;

/** Reads {@code 2 a - b = c, a = 0}: linear hypotheses on coefficients, by their names. White space does not count. */
final class Hypotheses {
    private static final int LONGEST = 100_000;

    private final String text;
    private final List<String> names;
    private final List<String> longestFirst;
    private int at;

    /** l beta = c. */
    record Hypothesis(String label, double[] l, double value) {}

    private Hypotheses(String text, List<String> names) {
        this.text = text;
        this.names = names;
        longestFirst = names.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** @throws GlmmException SYNTAX, UNKNOWN_COLUMN for a coefficient that there is not, LIMIT */
    static List<Hypothesis> parse(String text, List<String> names) {
        if (text.length() > LONGEST) {
            throw new GlmmException(
                    ErrorCode.LIMIT,
                    "the hypotheses have " + text.length() + " characters, at most " + LONGEST + " are read");
        }
        return new Hypotheses(text, names).all();
    }

    private List<Hypothesis> all() {
        List<Hypothesis> all = new ArrayList<>();
        do {
            skip();
            int from = at;
            double[] sum = new double[names.size() + 1]; // the last is the constant
            side(sum, 1);
            if (accept('=')) {
                side(sum, -1);
            }
            String label = text.substring(from, at).strip();
            double[] l = Arrays.copyOf(sum, names.size());
            if (Arrays.stream(l).allMatch(x -> x == 0)) {
                throw wrong("the hypothesis '" + Excerpt.of(label) + "' says nothing of a coefficient");
            }
            all.add(new Hypothesis(label, l, 0.0 - sum[names.size()]));
        } while (accept(','));
        if (at < text.length()) {
            throw wrong("'" + Excerpt.of(text.substring(at)) + "' is not understood");
        }
        return all;
    }

    private void side(double[] sum, double sign) {
        double next = accept('-') ? -sign : accept('+') ? sign : sign;
        do {
            term(sum, next);
            next = accept('+') ? sign : accept('-') ? -sign : 0;
        } while (next != 0);
    }

    private void term(double[] sum, double sign) {
        skip();
        double factor = 1;
        boolean number = at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.');
        if (number) {
            factor = number();
            accept('*');
            skip();
        }
        int name = name();
        if (name >= 0) {
            sum[name] += sign * factor;
        } else if (number) {
            sum[names.size()] += sign * factor;
        } else {
            throw unknown();
        }
    }

    private double number() {
        int from = at;
        while (at < text.length()
                && (Character.isDigit(text.charAt(at))
                        || text.charAt(at) == '.'
                        || "eE".indexOf(text.charAt(at)) >= 0 && isExponent()
                        || "+-".indexOf(text.charAt(at)) >= 0 && "eE".indexOf(text.charAt(at - 1)) >= 0 && at > from)) {
            at++;
        }
        double value = CallOptions.number(text.substring(from, at));
        if (!Double.isFinite(value)) {
            throw wrong("'" + Excerpt.of(text.substring(from, at)) + "' is not a number");
        }
        return value;
    }

    /** Whether digits follow an e, so that it is not the beginning of a name. */
    private boolean isExponent() {
        int next = at + 1;
        if (next < text.length() && "+-".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        return next < text.length() && Character.isDigit(text.charAt(next));
    }

    /** The longest name that stands here, in quotes of either kind or, where that is clear, without those that a column needs; or -1. */
    private int name() {
        for (String name : longestFirst) {
            String bare = name.replace("`", "");
            for (String written : new String[] {name, '`' + bare + '`', '"' + bare + '"', bare}) {
                int end = end(written, at);
                if (end >= 0) {
                    at = end;
                    return names.indexOf(name);
                }
            }
        }
        return -1;
    }

    /** Where a name ends that begins here, or -1; white space aside. */
    private int end(String name, int from) {
        int i = from;
        for (int k = 0; k < name.length(); k++) {
            if (Character.isWhitespace(name.charAt(k))) {
                continue;
            }
            while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
                i++;
            }
            if (i >= text.length() || text.charAt(i) != name.charAt(k)) {
                return -1;
            }
            i++;
        }
        return i;
    }

    private boolean accept(char c) {
        skip();
        boolean found = at < text.length() && text.charAt(at) == c;
        at += found ? 1 : 0;
        return found;
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private GlmmException unknown() {
        String rest = text.substring(at).split("[-+=,]", 2)[0].strip();
        if (rest.isEmpty()) {
            return wrong("something is missing after '" + Excerpt.of(text.substring(0, at)) + "'");
        }
        return new GlmmException(
                ErrorCode.UNKNOWN_COLUMN,
                "the mean has no coefficient '" + Excerpt.of(rest) + "'; " + Suggestion.among(rest, names));
    }

    private static GlmmException wrong(String message) {
        return new GlmmException(
                ErrorCode.SYNTAX,
                message + "; write hypotheses as in '2 a - b = 1, c = 0' with names as glmm_fixef gives them");
    }
}
