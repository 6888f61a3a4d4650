package org.glmmsql.design;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.InvalidDataException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Options;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.ExprType;
import org.glmmsql.frame.Factor;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.Frame;

/** Left-hand side to ordered categories: an ENUM in its order, text as {@code levels =} orders it, numbers and booleans by value. */
final class CategoryBuilder {
    /** More categories than anybody orders by hand; there is a threshold between each two of them. */
    private static final int MOST = 100;

    private final Frame frame;
    private final ExprCompiler compiler;
    private final Options options;
    private final Vanished vanished;

    CategoryBuilder(Frame frame, ExprCompiler compiler, Options options, Vanished vanished) {
        this.frame = frame;
        this.compiler = compiler;
        this.options = options;
        this.vanished = vanished;
    }

    /**
     * @throws GlmmException RESPONSE_TYPE for text whose order nobody gave, RESPONSE_RANGE for one category, too many, or numbers that
     *     number nothing; UNKNOWN_LEVEL
     */
    Response build(Expr response) {
        String name = response.text();
        if (frame.size() == 0) {
            return new Response(name, new double[0], null, false);
        }
        if (ExprType.of(response, frame) == ExprType.NUMERIC) {
            requireWhole(response);
        }
        Factor factor = ordered(response, Factor.of(response, frame, compiler));
        int[] codes = factor.codes();
        boolean[] used = new boolean[factor.levels().size()];
        for (int code : codes) {
            used[code] = true;
        }
        List<String> levels = new ArrayList<>();
        int[] number = new int[used.length];
        for (int level = 0; level < used.length; level++) {
            if (used[level]) {
                levels.add(factor.levels().get(level));
                number[level] = levels.size();
            }
        }
        requireSome(name, levels);
        vanished.levels(response, levels, declared(response), options);
        double[] y = new double[codes.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = number[codes[i]];
        }
        return new Response(name, y, null, false, List.copyOf(levels));
    }

    private void requireWhole(Expr response) {
        var values = compiler.compile(response);
        int bad = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < frame.size(); i++) {
            double value = values.at(frame, i);
            if (value != Math.rint(value) || Double.isInfinite(value)) {
                bad++;
                smallest = Math.min(smallest, value);
            }
        }
        if (bad > 0) {
            throw new InvalidDataException(
                    ErrorCode.RESPONSE_RANGE,
                    "response '" + response.text() + "' has " + bad + " values that number no category (smallest: "
                            + smallest
                            + "); family cumulative takes ordered categories: whole numbers, an ENUM, text with levels = (...); write factor("
                            + response.text() + ") if its values are categories");
        }
    }

    private Factor ordered(Expr response, Factor factor) {
        if (ExprType.of(response, frame) == ExprType.NUMERIC
                || FactorLevels.given(response, options).isPresent()) {
            return FactorLevels.ordered(response, factor, options);
        }
        Optional<FactorColumn> text = column(response);
        if (text.isEmpty() || text.get().ordered()) {
            return factor;
        }
        List<String> levels = factor.levels();
        if (!levels.stream().allMatch(CategoryBuilder::isNumber)) {
            throw new GlmmException(
                    ErrorCode.RESPONSE_TYPE,
                    "response '" + Excerpt.of(response.text()) + "' is text, whose order is not known; write levels = ("
                            + FactorLevels.variable(response).orElse(response.text()) + ": "
                            + quoted(levels)
                            + ") with the categories from the lowest to the highest, or give an ENUM or whole numbers");
        }
        List<String> sorted = new ArrayList<>(levels);
        sorted.sort(Comparator.<String, BigDecimal>comparing(BigDecimal::new).thenComparing(Comparator.naturalOrder()));
        int[] positions = levels.stream().mapToInt(sorted::indexOf).toArray();
        return new Factor(List.copyOf(sorted), factor.recoded(positions));
    }

    private static boolean isNumber(String level) {
        return level.matches("[-+]?[0-9]{1,15}(\\.[0-9]{1,15})?");
    }

    private static String quoted(List<String> levels) {
        List<String> some = levels.subList(0, Math.min(6, levels.size()));
        return String.join(
                        ", ",
                        some.stream()
                                .map(level -> "'" + Excerpt.of(level) + "'")
                                .toList())
                + (levels.size() > some.size() ? ", ..." : "");
    }

    private static void requireSome(String name, List<String> levels) {
        if (levels.size() < 2) {
            throw new InvalidDataException(
                    ErrorCode.RESPONSE_RANGE,
                    "response '" + name + "' is '" + Excerpt.of(levels.get(0))
                            + "' in every row; family cumulative takes two ordered categories or more: filter less, or leave these rows"
                            + " out");
        }
        if (levels.size() > MOST) {
            throw new InvalidDataException(
                    ErrorCode.RESPONSE_RANGE,
                    "response '" + name + "' has " + levels.size() + " values; family cumulative takes at most " + MOST
                            + " ordered categories: merge some, or model it as a number (family = gaussian)");
        }
    }

    /** The text column that the categories come from, if it is one. */
    private Optional<FactorColumn> column(Expr response) {
        return FactorLevels.variable(response)
                .map(variable -> frame.column(frame.slot(variable)))
                .filter(FactorColumn.class::isInstance)
                .map(FactorColumn.class::cast);
    }

    /** What an ENUM declares. */
    private List<String> declared(Expr response) {
        return column(response)
                .filter(FactorColumn::ordered)
                .map(FactorColumn::levels)
                .orElse(List.of());
    }
}
