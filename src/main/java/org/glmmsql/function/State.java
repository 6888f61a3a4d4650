package org.glmmsql.function;

import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.value.RowCollector;
import org.jspecify.annotations.Nullable;

/** What an aggregate keeps of one group while an engine hands over its rows. Not thread-safe. */
public final class State {
    private final Aggregate aggregate;
    private final List<Argument> textArguments;
    private @Nullable Group group;
    private @Nullable Object result;

    State(Aggregate aggregate) {
        this.aggregate = aggregate;
        this.textArguments = aggregate.signature().texts();
    }

    private record Group(List<String> texts, GroupFunction function, Binding binding, RowCollector rows) {}

    /**
     * Adds one call's arguments: the texts, then the columns as {@link RowCollector} takes them. After a failure all rows are forgotten, so
     * that whoever handles it has their memory.
     *
     * @throws GlmmException for a text that is wrong or not the one of the rows before; COLUMN_COUNT; MEMORY
     */
    public void add(@Nullable Object[] arguments) {
        try {
            if (group == null) {
                group = start(arguments);
            } else {
                requireSameTexts(arguments);
            }
            group.rows.add(arguments, textArguments.size());
        } catch (RuntimeException | Error failure) {
            group = null;
            throw failure;
        }
    }

    private Group start(@Nullable Object[] arguments) {
        List<String> texts = IntStream.range(0, textArguments.size())
                .mapToObj(j -> text(arguments[j]))
                .toList();
        GroupFunction function = aggregate.of(texts);
        int columns = arguments.length - texts.size();
        return new Group(texts, function, function.byPosition(columns), new RowCollector(columns));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private void requireSameTexts(@Nullable Object[] arguments) {
        for (int j = 0; j < textArguments.size(); j++) {
            String known = group.texts.get(j);
            String text = text(arguments[j]);
            if (!text.equals(known)) {
                String name = textArguments.get(j).name().replace('_', ' ');
                throw new GlmmException(
                        ErrorCode.BAD_OPTION_VALUE,
                        "the " + name + " changes within a group, from '" + known + "' to '" + text
                                + "'; group by it, or use one text");
            }
        }
    }

    /**
     * Adds the rows of another state of the same aggregate and group, which is not changed.
     *
     * @throws GlmmException for texts that are not the same; MEMORY
     */
    public void merge(State other) {
        if (other.group == null) {
            return;
        }
        try {
            if (group == null) {
                group = new Group(
                        other.group.texts,
                        other.group.function,
                        other.group.binding,
                        new RowCollector(other.group.binding.names().size()));
            } else {
                requireSameTexts(other.group.texts.toArray());
            }
            group.rows.addAll(other.group.rows);
        } catch (RuntimeException | Error failure) {
            group = null;
            throw failure;
        }
    }

    /**
     * The value for the rows added, null if there are none; asking again gives the same.
     *
     * @param cancellation throws to stop
     */
    public @Nullable Object result(Runnable cancellation) {
        if (group != null) {
            Group rows = group;
            group = null;
            result = rows.function.value(
                    rows.rows.columns(rows.binding.names()),
                    cancellation,
                    Runtime.getRuntime().availableProcessors());
        }
        return result;
    }
}
