package org.glmmsql.model;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/** What {@code glmm_effects} gives: one JSON object, {@code {"glmm_effects":1,"rows":[...]}}, with a member of a row for each column of its reader. */
public final class EffectsJson {
    private static final String FORMAT = "glmm_effects";

    private EffectsJson() {}

    public static String write(List<EffectRow> rows) {
        return "{\"" + FORMAT + "\":1,\"rows\":" + ModelJson.rows(EffectRow.TIDY.columns(), EffectRow.TIDY.values(rows))
                + "}";
    }

    /** The values of the rows, in the order of the columns. @throws GlmmException NOT_A_MODEL for any other text */
    public static List<Object[]> read(String text) {
        JsonObject json = JsonObject.parse(text);
        if (!json.has(FORMAT)) {
            throw new GlmmException(
                    ErrorCode.NOT_A_MODEL,
                    "the value is not what glmm_effects gives; pass that, as in glmm_effects_tidy((SELECT glmm_effects(model, 'x', x, z)"
                            + " FROM t))");
        }
        List<Object[]> rows = new ArrayList<>();
        for (JsonObject row : json.children("rows")) {
            rows.add(EffectRow.TIDY.columns().stream()
                    .map(column -> !row.has(column.name())
                            ? null
                            : switch (column.type()) {
                                case TEXT -> row.text(column.name());
                                case DOUBLE -> row.number(column.name());
                                case INTEGER -> row.integer(column.name());
                                case BIGINT -> row.whole(column.name(), 1L << 53);
                                case BOOLEAN -> row.flag(column.name());
                            })
                    .toArray());
        }
        return rows;
    }
}
