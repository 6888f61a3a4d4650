package org.glmmsql.sql;

import java.util.List;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.ResultColumn;
import org.jspecify.annotations.Nullable;

/**
 * A function of the SQL surface.
 *
 * @param name as called
 * @param scalar type of the value of an aggregate or scalar function; null for a table function
 * @param columns of a table function, after the key columns of a {@code _by} function
 * @param doc what it gives, for the manual
 * @param example one call
 */
public record SqlFunction(
        String name,
        Kind kind,
        List<Argument> arguments,
        @Nullable ColumnType scalar,
        List<? extends ResultColumn<?>> columns,
        String doc,
        String example) {

    /** The end of the name of a function that reads many models. */
    static final String KEYED = "_by";

    /** How a function is called. */
    public enum Kind {
        AGGREGATE,
        SCALAR,
        TABLE
    }

    /**
     * An argument.
     *
     * @param repeated whether it stands for one or more columns of any type
     */
    public record Argument(String name, boolean repeated, String doc) {}

    /** As in {@code glmm_fit(model_text, v1, v2, ...)}. */
    public String signature() {
        List<String> names = arguments.stream()
                .map(a -> a.repeated() ? a.name() + "1, " + a.name() + "2, ..." : a.name())
                .toList();
        return name + "(" + String.join(", ", names) + ")";
    }

    /** Whether it reads many models, so that the keys of their query come before its columns. */
    boolean isKeyed() {
        return name.endsWith(KEYED);
    }

    /** The function that reads one model. */
    String reader() {
        return name.substring(0, name.length() - KEYED.length());
    }
}
