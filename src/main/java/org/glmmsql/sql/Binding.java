package org.glmmsql.sql;

import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.frame.Frame;

/**
 * Which columns of a call go into a fit, and the names they have there.
 *
 * @param indexes positions in the call
 * @param names of the columns at those positions, as the model text spells them
 */
public record Binding(int[] indexes, List<String> names) {

    /**
     * Columns in the order of the model's variables.
     *
     * @throws GlmmException COLUMN_COUNT naming the columns expected
     */
    public static Binding byPosition(ModelSpec spec, int columns) {
        if (spec.isOpen()) {
            throw new GlmmException(
                    ErrorCode.COLUMN_COUNT,
                    "the formula has a '.', which stands for columns by name, and these columns have no names; write them out");
        }
        List<String> variables = spec.variables();
        if (columns != variables.size()) {
            throw new GlmmException(
                    ErrorCode.COLUMN_COUNT,
                    "glmm_fit got " + count(columns, "column") + " after the model text, the model has "
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
    public static Binding byName(ModelSpec spec, List<String> names) {
        List<String> variables = spec.close(names).variables();
        return new Binding(
                variables.stream().mapToInt(v -> Frame.find(v, names)).toArray(), variables);
    }

    private static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}
