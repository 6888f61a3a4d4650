package org.glmmsql.function;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.value.RowCollector;
import org.glmmsql.value.Texts;
import org.jspecify.annotations.Nullable;

/** What an aggregate keeps of one group while an engine hands over its rows. Not thread-safe. */
public final class State {
    private final Aggregate aggregate;
    private final List<Argument> textArguments;
    private final @Nullable List<String> names;
    private @Nullable Group group;
    private @Nullable Object result;

    /** @param names of the columns, or null where they bind by position */
    State(Aggregate aggregate, @Nullable List<String> names) {
        this.aggregate = aggregate;
        this.names = names;
        this.textArguments = aggregate.signature().texts();
    }

    /** @param rows with all columns of the call */
    private record Group(List<@Nullable String> texts, GroupFunction function, Binding binding, RowCollector rows) {
        @Nullable
        Object value(Runnable cancellation, int threads) {
            return function.value(rows.columns(binding.indexes(), binding.names()), cancellation, threads);
        }
    }

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
        List<@Nullable String> texts = IntStream.range(0, textArguments.size())
                .mapToObj(j -> text(arguments[j]))
                .toList();
        return group(texts, new RowCollector(arguments.length - texts.size()));
    }

    private Group group(List<@Nullable String> texts, RowCollector rows) {
        GroupFunction function = aggregate.of(texts);
        Binding binding = names == null ? function.byPosition(rows.size()) : function.byName(names);
        return new Group(texts, function, binding, rows);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private void requireSameTexts(@Nullable Object[] arguments) {
        for (int j = 0; j < textArguments.size(); j++) {
            String known = group.texts.get(j);
            String text = text(arguments[j]);
            if (!Objects.equals(text, known)) {
                String name = textArguments.get(j).name().replace('_', ' ');
                throw new GlmmException(
                        ErrorCode.BAD_OPTION_VALUE,
                        "the " + name + " changes within a group, from " + told(known) + " to " + told(text)
                                + "; group by it, or use one text");
            }
        }
    }

    private static String told(@Nullable String text) {
        return text == null ? "NULL" : "'" + text + "'";
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
                        new RowCollector(other.group.rows.size()));
            } else {
                requireSameTexts(other.group.texts.toArray());
            }
            group.rows.addAll(other.group.rows);
        } catch (RuntimeException | Error failure) {
            group = null;
            throw failure;
        }
    }

    /** Writes the rows with their texts, in few bytes. */
    public void write(DataOutput out) throws IOException {
        out.writeBoolean(group != null);
        if (group != null) {
            Texts.write(group.texts, out);
            group.rows.write(out);
        }
    }

    /** Adds what another state wrote, to one without rows. @throws GlmmException MEMORY */
    public void read(DataInput in) throws IOException {
        if (in.readBoolean()) {
            group = group(Texts.read(in), RowCollector.read(in));
        }
    }

    /**
     * The value for the rows added so far, null if there are none; more may be added.
     *
     * @param cancellation throws to stop
     * @param threads to use at most
     */
    public @Nullable Object value(Runnable cancellation, int threads) {
        return group == null ? null : group.value(cancellation, threads);
    }

    /**
     * The value for the rows added, null if there are none; asking again gives the same. No row comes after it, so that they are forgotten.
     *
     * @param cancellation throws to stop
     */
    public @Nullable Object result(Runnable cancellation) {
        if (group != null) {
            Group rows = group;
            group = null;
            result = rows.value(cancellation, Runtime.getRuntime().availableProcessors());
        }
        return result;
    }
}
