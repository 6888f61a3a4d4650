package org.glmmsql.design;

import java.util.List;
import org.glmmsql.frame.Factor;
import org.glmmsql.frame.RowFunction;

/**
 * New rows, coded as those of the fit. Values are computed where they are asked for, so a million rows take little memory and one row
 * little time.
 */
public final class ScoringRows {
    private final CodedRows rows;
    private final int[] predictors;
    private final ModelMatrix fixed;
    private final List<ModelMatrix> random;
    private final RowFunction offset;
    private final List<Levels> levels;

    /**
     * The grouping factor of a random term.
     *
     * @param positions index among the fit's levels of each level that occurs, -1 for a new one
     * @param position number of the factor that says which of a level's effects is a row's; -1 where columns do
     */
    record Levels(Factor grouping, int[] positions, int position) {}

    ScoringRows(
            CodedRows rows,
            int[] predictors,
            ModelMatrix fixed,
            List<ModelMatrix> random,
            RowFunction offset,
            List<Levels> levels) {
        this.rows = rows;
        this.predictors = predictors;
        this.fixed = fixed;
        this.random = random;
        this.offset = offset;
        this.levels = levels;
    }

    public int size() {
        return rows.frame().size();
    }

    /** Whether the linear predictor of row i is NULL since a variable in it is. A NULL grouping factor is a level not seen before. */
    public boolean isMissing(int i) {
        for (int slot : predictors) {
            if (rows.frame().isMissing(slot, i)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Fills {@code x} with row i, not a missing one, of the fixed-effects matrix, dropped columns included.
     *
     * @throws org.glmmsql.error.GlmmException NOT_FINITE
     */
    public void fixed(int i, double[] x) {
        fixed.row(rows, i, x);
    }

    /** The known part of the linear predictor. @throws org.glmmsql.error.GlmmException NOT_FINITE */
    public double offset(int i) {
        return offset.at(rows.frame(), i);
    }

    /** Fills {@code z} with row i, not a missing one, of a random term's columns. @throws org.glmmsql.error.GlmmException NOT_FINITE */
    public void random(int term, int i, double[] z) {
        random.get(term).row(rows, i, z);
    }

    /** Whether a level has no effect for row i, as the fit had no row of its position. */
    public boolean isNewPosition(int term, int i) {
        int position = levels.get(term).position();
        return position >= 0 && rows.codes()[position][i] == CodedRows.NEW;
    }

    /** Index of row i's level among those of the fit in a random term, -1 if it is new or NULL, or the row's position is. */
    public int level(int term, int i) {
        if (isNewPosition(term, i)) {
            return -1;
        }
        int code = levels.get(term).grouping().codes()[i];
        return code < 0 ? -1 : levels.get(term).positions()[code];
    }

    /** Name of row i's level in a random term, for messages. */
    public String levelName(int term, int i) {
        Factor grouping = levels.get(term).grouping();
        int code = grouping.codes()[i];
        return code < 0 ? "NULL" : grouping.levels().get(code);
    }
}
