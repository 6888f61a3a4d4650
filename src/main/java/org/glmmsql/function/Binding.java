package org.glmmsql.function;

import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.frame.Frame;

/**
 * Which columns of a call are used, and the names they have there.
 *
 * @param indexes positions in the call
 * @param names of the columns at those positions, as the model text spells them
 */
public record Binding(int[] indexes, List<String> names) {

    /**
     * Columns in the order of the variables.
     *
     * @throws GlmmException COLUMN_COUNT naming the columns expected
     */
    static Binding byPosition(String function, List<String> variables, int columns) {
        if (columns != variables.size()) {
            throw new GlmmException(
                    ErrorCode.COLUMN_COUNT,
                    function + " got " + count(columns, "column") + ", the model has "
                            + count(variables.size(), "variable") + "; pass, in this order: "
                            + String.join(", ", variables));
        }
        return new Binding(IntStream.range(0, columns).toArray(), variables);
    }

    /**
     * Columns by name, exact spelling before another case; columns that the model does not use are left out.
     *
     * @throws GlmmException UNKNOWN_COLUMN with the nearest name
     */
    static Binding byName(List<String> variables, List<String> names) {
        return new Binding(
                variables.stream().mapToInt(v -> Frame.find(v, names)).toArray(), variables);
    }

    private static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}
