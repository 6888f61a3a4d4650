package org.glmmsql.recipe;

import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.Argument;
import org.glmmsql.function.Catalog;
import org.glmmsql.function.GroupFunction;
import org.glmmsql.function.RowFunction;
import org.glmmsql.function.Scalar;
import org.glmmsql.function.Signature;
import org.glmmsql.function.Table;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.ResultColumn;
import org.glmmsql.sql.FunctionCatalog;

/** What somebody writes who adds functions: a toy of every kind in one file, and the catalogue with a line for each. */
public final class ToyFunctions {
    /** The length of a text. */
    static final Scalar LENGTH = Scalar.ofTexts(
            new Signature("toy_length", List.of(Argument.text("text", "")), "", "SELECT toy_length('four')"),
            ColumnType.INTEGER,
            texts -> texts.get(0).length());

    /** Whether numbers are above a limit that is 0 unless it is given. */
    static final Scalar ABOVE = new Scalar(
            new Signature(
                    "toy_above",
                    List.of(Argument.options("limit", ""), Argument.columns("v", "")),
                    "",
                    "SELECT toy_above('2', x)"),
            ColumnType.BOOLEAN,
            texts -> new Above(texts.get(0).isEmpty() ? 0 : Double.parseDouble(texts.get(0))));

    /** The words of a text. */
    static final Table WORDS = new Table(
            new Signature("toy_words", List.of(Argument.text("text", "")), "", "SELECT * FROM toy_words('a b')"),
            List.of(new ResultColumn<String>("word", ColumnType.TEXT, word -> word, "")),
            texts -> List.of(texts.get(0).split(" ")).stream()
                    .map(word -> new Object[] {word})
                    .toList());

    /** The sum of the numbers of a group, times a factor. */
    static final Aggregate SUM = new Aggregate(
            new Signature(
                    "toy_sum",
                    List.of(Argument.text("factor", ""), Argument.columns("v", "")),
                    "",
                    "SELECT toy_sum('2', x) FROM t"),
            ColumnType.DOUBLE,
            texts -> new Sum(Double.parseDouble(texts.get(0))));

    public static final Catalog TOYS =
            FunctionCatalog.STANDARD.with(LENGTH).with(ABOVE).with(WORDS).with(SUM);

    private ToyFunctions() {}

    private record Above(double limit) implements RowFunction {
        @Override
        public String function() {
            return ABOVE.name();
        }

        @Override
        public List<String> variables() {
            return List.of("x");
        }

        @Override
        public Object[] values(List<Column> columns, int rows) {
            NumericColumn x = (NumericColumn) columns.get(0);
            return IntStream.range(0, rows)
                    .mapToObj(i -> x.isMissing(i) ? null : x.values()[i] > limit)
                    .toArray();
        }
    }

    private record Sum(double factor) implements GroupFunction {
        @Override
        public String function() {
            return SUM.name();
        }

        @Override
        public List<String> variables() {
            return List.of("x");
        }

        @Override
        public Object value(List<Column> columns, Runnable cancellation, int threads) {
            NumericColumn x = (NumericColumn) columns.get(0);
            return IntStream.range(0, x.size())
                    .filter(i -> !x.isMissing(i))
                    .mapToDouble(i -> factor * x.values()[i])
                    .sum();
        }
    }
}
