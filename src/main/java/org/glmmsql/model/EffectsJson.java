package org.glmmsql.model;

import java.util.List;

/** What {@code glmm_effects} gives, as one value. */
public final class EffectsJson {
    private static final RowsJson<EffectRow> VALUE =
            new RowsJson<>("glmm_effects", "glmm_effects_tidy", EffectRow.TIDY);

    private EffectsJson() {}

    public static String write(List<EffectRow> rows) {
        return VALUE.write(rows);
    }

    /** The values of the rows, in the order of the columns. @throws GlmmException NOT_A_MODEL for any other text */
    public static List<Object[]> read(String text) {
        return VALUE.read(text);
    }
}
