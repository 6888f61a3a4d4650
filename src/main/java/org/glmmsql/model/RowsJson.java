package org.glmmsql.model;

import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/**
 * Rows as one value: a JSON object, {@code {"glmm_effects":1,"rows":[...]}}, with a member of a row for each column.
 *
 * @param function that gives such values, and their first member
 * @param reader of them
 */
public record RowsJson<R>(String function, String reader, ResultTable<List<R>, R> table) {
    public String write(List<R> rows) {
        return "{\"" + function + "\":1,\"rows\":" + ModelJson.rows(table.columns(), table.values(rows)) + "}";
    }

    /** The values of the rows, in the order of the columns. @throws GlmmException NOT_A_MODEL for any other text */
    public List<Object[]> read(String text) {
        JsonObject json = JsonObject.parse(text);
        if (!json.has(function)) {
            throw new GlmmException(
                    ErrorCode.NOT_A_MODEL,
                    "the value is not what " + function + " gives; pass that, as in " + reader + "((SELECT " + function
                            + "(...) FROM t))");
        }
        return json.children("rows").stream().map(this::values).toList();
    }

    private Object[] values(JsonObject row) {
        return table.columns().stream()
                .map(column -> !row.has(column.name())
                        ? null
                        : switch (column.type()) {
                            case TEXT -> row.text(column.name());
                            case DOUBLE -> row.number(column.name());
                            case INTEGER -> row.integer(column.name());
                            case BIGINT -> row.whole(column.name(), 1L << 53);
                            case BOOLEAN -> row.flag(column.name());
                        })
                .toArray();
    }
}
