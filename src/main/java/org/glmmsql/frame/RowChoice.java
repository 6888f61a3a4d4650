package org.glmmsql.frame;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * The row that a message names, and its words. A database may hand rows over in another order every time, and has no numbers for them: the
 * row is the first in the order of its values, and it is found by them.
 */
public final class RowChoice {
    private static final int MOST_VARIABLES = 6;
    private static final int MOST_CHARACTERS = 40;

    private RowChoice() {}

    /** The row that is first in the order of its values among those chosen, -1 if there is none. */
    public static int first(Frame frame, IntPredicate chosen) {
        int first = -1;
        for (int i = 0; i < frame.size(); i++) {
            if (chosen.test(i) && (first < 0 || compare(frame, i, first) < 0)) {
                first = i;
            }
        }
        return first;
    }

    private static int compare(Frame frame, int one, int other) {
        for (int slot = 0; slot < frame.variables().size(); slot++) {
            int order;
            if (frame.column(slot) instanceof NumericColumn) {
                order = Double.compare(frame.number(slot, one), frame.number(slot, other));
            } else {
                order = String.valueOf(frame.label(slot, one)).compareTo(String.valueOf(frame.label(slot, other)));
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** {@code x = 3, g = 'g07'}: what to look for. */
    public static String values(Frame frame, List<String> variables, int row) {
        return variables.stream()
                        .limit(MOST_VARIABLES)
                        .map(variable -> variable + " = " + value(frame, frame.slot(variable), row))
                        .collect(Collectors.joining(", "))
                + (variables.size() > MOST_VARIABLES ? ", ..." : "");
    }

    private static String value(Frame frame, int slot, int row) {
        String label = frame.label(slot, row);
        if (label == null || frame.column(slot) instanceof NumericColumn) {
            return String.valueOf(label);
        }
        return "'" + (label.length() > MOST_CHARACTERS ? label.substring(0, MOST_CHARACTERS) + "..." : label) + "'";
    }
}
