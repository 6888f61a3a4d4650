package org.glmmsql.formula;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.glmmsql.random.Structure;
import org.glmmsql.random.Structures;
import org.jspecify.annotations.Nullable;

/** The functions a formula may call, by R's names. A new numeric function is one line here. */
public final class Functions {
    private static final double LOG_2 = Math.log(2);

    private static final Map<String, DoubleUnaryOperator> UNARY = new TreeMap<>(Map.ofEntries(
            Map.entry("log", Math::log),
            Map.entry("log2", x -> Math.log(x) / LOG_2),
            Map.entry("log10", Math::log10),
            Map.entry("log1p", Math::log1p),
            Map.entry("exp", Math::exp),
            Map.entry("expm1", Math::expm1),
            Map.entry("sqrt", Math::sqrt),
            Map.entry("abs", Math::abs),
            Map.entry("sign", Math::signum),
            Map.entry("sin", Math::sin),
            Map.entry("cos", Math::cos),
            Map.entry("tan", Math::tan),
            Map.entry("asin", Math::asin),
            Map.entry("acos", Math::acos),
            Map.entry("atan", Math::atan),
            Map.entry("sinh", Math::sinh),
            Map.entry("cosh", Math::cosh),
            Map.entry("tanh", Math::tanh),
            Map.entry("floor", Math::floor),
            Map.entry("ceiling", Math::ceil),
            Map.entry("round", Math::rint),
            Map.entry("plogis", x -> 1 / (1 + Math.exp(-x))),
            Map.entry("qlogis", p -> Math.log(p / (1 - p))),
            Map.entry("trunc", x -> x < 0 ? Math.ceil(x) : Math.floor(x)),
            Map.entry("as.integer", x -> x < 0 ? Math.ceil(x) : Math.floor(x)),
            Map.entry("as.numeric", x -> x)));

    private static final Map<String, DoubleBinaryOperator> BINARY = new TreeMap<>(Map.of(
            "log", (x, base) -> Math.log(x) / Math.log(base),
            "pmin", Math::min,
            "pmax", Math::max));

    /** Calls that mean more than a number per row, with their numbers of arguments. */
    private static final Map<String, List<Integer>> SPECIAL = new TreeMap<>(Map.ofEntries(
            Map.entry("I", List.of(1)),
            Map.entry("factor", List.of(1)),
            Map.entry("as.factor", List.of(1)),
            Map.entry("relevel", List.of(2)),
            Map.entry("interaction", List.of(2, 3, 4, 5, 6)),
            Map.entry("dummy", List.of(2)),
            Map.entry("poly", List.of(2, 3)),
            Map.entry("ns", List.of(2)),
            Map.entry("bs", List.of(2, 3)),
            Map.entry("scale", List.of(1, 2, 3)),
            Map.entry("offset", List.of(1)),
            Map.entry("cbind", List.of(2))));

    static {
        Structures.calls().forEach(call -> SPECIAL.put(call, arguments(call).isEmpty() ? List.of(1) : List.of(1, 2)));
    }

    private static List<String> arguments(String structure) {
        return Structures.byCall(structure).map(Structure::arguments).orElse(List.of());
    }

    /** Names that arguments may be given by. */
    private static final Map<String, List<String>> ARGUMENT_NAMES = Map.of(
            "log", List.of("base"),
            "relevel", List.of("ref"),
            "poly", List.of("degree", "raw"),
            "ns", List.of("df"),
            "bs", List.of("df", "degree"),
            "scale", List.of("center", "scale"));

    private Functions() {}

    /** All names, special ones first. */
    static Set<String> names() {
        Set<String> names = new LinkedHashSet<>(SPECIAL.keySet());
        names.addAll(UNARY.keySet());
        names.addAll(BINARY.keySet());
        return names;
    }

    static boolean takes(String function, int arguments) {
        return SPECIAL.getOrDefault(function, List.of()).contains(arguments)
                || (arguments == 1 && UNARY.containsKey(function))
                || (arguments == 2 && BINARY.containsKey(function));
    }

    /** Whether it makes a number of numbers. */
    static boolean isNumeric(String function) {
        return UNARY.containsKey(function) || BINARY.containsKey(function);
    }

    /** Whether its second argument is a level of a factor, and not a column. */
    static boolean takesLevel(String function) {
        return function.equals("relevel") || function.equals("dummy");
    }

    static List<String> argumentNames(String function) {
        return ARGUMENT_NAMES.getOrDefault(function, arguments(function));
    }

    /** A numeric function of one number, as known to the parser. */
    public static DoubleUnaryOperator unary(String function) {
        return required(UNARY.get(function), function);
    }

    /** A numeric function of two numbers, as known to the parser. */
    public static DoubleBinaryOperator binary(String function) {
        return required(BINARY.get(function), function);
    }

    private static <T> T required(@Nullable T function, String name) {
        if (function == null) {
            throw new IllegalArgumentException("no numeric function " + name);
        }
        return function;
    }
}
