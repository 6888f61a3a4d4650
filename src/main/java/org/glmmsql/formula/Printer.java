package org.glmmsql.formula;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.glmmsql.formula.Expr.Call;

/** Expressions as R's deparse prints them, so that terms have the names that R users know. */
final class Printer {
    private static final Set<String> TIGHT = Set.of("/", "^", ":");

    private final StringBuilder text = new StringBuilder();

    private Printer() {}

    static String print(Expr expr) {
        Printer printer = new Printer();
        printer.add(expr);
        return printer.text.toString();
    }

    private void add(Expr expr) {
        Limits.check(text.length(), Limits.PRINTED, "characters when it is printed back");
        if (expr instanceof Expr.Variable v) {
            text.append(name(v.name()));
        } else if (expr instanceof Expr.Number n) {
            text.append(number(n.value()));
        } else if (expr instanceof Expr.Text t) {
            text.append('\'').append(t.value().replace("'", "''")).append('\'');
        } else if (expr instanceof Expr.Logical l) {
            text.append(l.value() ? "TRUE" : "FALSE");
        } else if (expr instanceof Expr.Named n) {
            text.append(n.name()).append(" = ");
            add(n.value());
        } else {
            call((Call) expr);
        }
    }

    /** A column name, in backticks if it is not an identifier. */
    static String name(String name) {
        return Tokenizer.isIdentifier(name) ? name : "`" + name.replace("`", "``") + "`";
    }

    private void call(Call call) {
        String f = call.function();
        if (isFunction(f)) {
            text.append(f.equals("(") ? "" : f).append('(');
            for (int i = 0; i < call.arity(); i++) {
                text.append(i == 0 ? "" : ", ");
                add(call.argument(i));
            }
            text.append(')');
        } else if (call.arity() == 1) {
            text.append(f);
            add(call.argument(0));
        } else {
            operators(call);
        }
    }

    /** A chain a + b + c is as deep as it is long, and printed by a loop. */
    private void operators(Call last) {
        Deque<Call> chain = new ArrayDeque<>();
        Expr first = last;
        while (first instanceof Call call && call.arity() == 2 && !isFunction(call.function())) {
            chain.push(call);
            first = call.argument(0);
        }
        add(first);
        for (Call call : chain) {
            String f = call.function();
            text.append(TIGHT.contains(f) ? f : " " + f + " ");
            add(call.argument(1));
        }
    }

    private static boolean isFunction(String function) {
        return function.equals("(") || Character.isLetter(function.charAt(0));
    }

    /** 15 significant digits, in fixed notation unless the scientific one is shorter ({@code 1e+05}), as R does. */
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal digits = new BigDecimal(value).round(new MathContext(15)).stripTrailingZeros();
        String fixed = digits.toPlainString();
        String mantissa = digits.unscaledValue().toString();
        int exponent = digits.precision() - digits.scale() - 1;
        String scientific = mantissa.charAt(0)
                + (mantissa.length() > 1 ? "." + mantissa.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
        return fixed.length() <= scientific.length() ? fixed : scientific;
    }
}
