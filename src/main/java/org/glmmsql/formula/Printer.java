package org.glmmsql.formula;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Set;
import java.util.stream.Collectors;
import org.glmmsql.formula.Expr.Call;

/** Expressions as R's deparse prints them, so that terms have the names that R users know. */
final class Printer {
    private static final Set<String> TIGHT = Set.of("/", "^", ":");

    private Printer() {}

    static String print(Expr expr) {
        if (expr instanceof Expr.Variable v) {
            return name(v.name());
        } else if (expr instanceof Expr.Number n) {
            return number(n.value());
        } else if (expr instanceof Expr.Text t) {
            return "'" + t.value().replace("'", "''") + "'";
        } else if (expr instanceof Expr.Logical l) {
            return l.value() ? "TRUE" : "FALSE";
        } else if (expr instanceof Expr.Named n) {
            return n.name() + " = " + print(n.value());
        }
        return call((Call) expr);
    }

    /** A column name, in backticks if it is not an identifier. */
    static String name(String name) {
        return Tokenizer.isIdentifier(name) ? name : "`" + name.replace("`", "``") + "`";
    }

    private static String call(Call call) {
        String f = call.function();
        if (f.equals("(")) {
            return "(" + print(call.argument(0)) + ")";
        }
        if (Character.isLetter(f.charAt(0))) {
            return f + call.arguments().stream().map(Printer::print).collect(Collectors.joining(", ", "(", ")"));
        }
        if (call.arity() == 1) {
            return f + print(call.argument(0));
        }
        String operator = TIGHT.contains(f) ? f : " " + f + " ";
        return print(call.argument(0)) + operator + print(call.argument(1));
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
