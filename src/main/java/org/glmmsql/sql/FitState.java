package org.glmmsql.sql;

import java.util.function.Function;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/** What {@code glmm_fit} keeps of one group while an engine hands over its rows. Not thread-safe. */
public final class FitState {
    private final Function<String, Fitting> fittingOf;
    private @Nullable Group group;
    private @Nullable String model;

    /** @param fittingOf what a model text asks for */
    public FitState(Function<String, Fitting> fittingOf) {
        this.fittingOf = fittingOf;
    }

    private record Group(String modelText, Fitting fitting, Binding binding, RowCollector rows) {
        static Group start(String modelText, Fitting fitting, int columns) {
            return new Group(modelText, fitting, fitting.byPosition(columns), new RowCollector(columns));
        }
    }

    /**
     * Adds one call's arguments: the model text, then the columns as {@link RowCollector} takes them. After a failure all rows are
     * forgotten, so that whoever handles it has their memory.
     *
     * @throws GlmmException for a model text that is wrong or not the one of the rows before; COLUMN_COUNT; MEMORY
     */
    public void add(@Nullable Object[] arguments) {
        try {
            String text = arguments[0] == null ? "" : arguments[0].toString();
            if (group == null) {
                group = Group.start(text, fittingOf.apply(text), arguments.length - 1);
            } else if (!group.modelText.equals(text)) {
                throw new GlmmException(
                        ErrorCode.BAD_OPTION_VALUE,
                        "the model text changes within a group, from '" + group.modelText + "' to '" + text
                                + "'; group by it, or use one text");
            }
            group.rows.add(arguments, 1);
        } catch (RuntimeException | Error failure) {
            group = null;
            throw failure;
        }
    }

    /**
     * The model of the rows added, null if there are none; asking again gives the same.
     *
     * @param cancellation throws to stop the fit
     */
    public @Nullable String result(Runnable cancellation) {
        if (group != null) {
            Group rows = group;
            group = null;
            model = rows.fitting.fit(
                    rows.rows.columns(rows.binding.names()),
                    cancellation,
                    Runtime.getRuntime().availableProcessors());
        }
        return model;
    }
}
