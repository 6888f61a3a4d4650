package org.glmmsql.engine.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.apache.spark.sql.types.DataType;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Failures;
import org.glmmsql.error.GlmmException;
import org.glmmsql.function.Aggregate;
import org.glmmsql.function.State;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/**
 * An aggregate of the catalogue. Its state is the rows of a group: each partition collects its own, which are written, shuffled and merged,
 * and one task makes the value of all.
 */
public final class GroupAggregate extends TypedImperativeAggregate<State> implements Serializable {
    private final FunctionReference function;
    private final Seq<Expression> arguments;
    private final @Nullable List<String> names;
    private final int mutableOffset;
    private final int inputOffset;

    /**
     * As Spark copies it: of what {@link #productElement} gives.
     *
     * @param arguments texts, then columns
     * @param names of the columns, or null where they bind by position
     */
    public GroupAggregate(
            FunctionReference function,
            Seq<Expression> arguments,
            @Nullable List<String> names,
            int mutableOffset,
            int inputOffset) {
        this.function = function;
        this.arguments = arguments;
        this.names = names;
        this.mutableOffset = mutableOffset;
        this.inputOffset = inputOffset;
    }

    private Aggregate aggregate() {
        return (Aggregate) function.function();
    }

    @Override
    public State createAggregationBuffer() {
        return names == null ? aggregate().state() : aggregate().state(names);
    }

    @Override
    public State update(State state, InternalRow input) {
        @Nullable Object[] row = new Object[arguments.size()];
        for (int j = 0; j < row.length; j++) {
            Expression argument = arguments.apply(j);
            row[j] = SparkValues.plain(argument.eval(input), argument.dataType());
        }
        try {
            state.add(row);
            return state;
        } catch (RuntimeException | Error failure) {
            throw Failures.coded(failure);
        }
    }

    @Override
    public State merge(State state, State other) {
        try {
            state.merge(other);
            return state;
        } catch (RuntimeException | Error failure) {
            throw Failures.coded(failure);
        }
    }

    /** The value of the rows so far: a window asks for it again when more have come. */
    @Override
    public @Nullable Object eval(State state) {
        TaskContext task = TaskContext.get();
        Runnable cancellation = task == null ? () -> {} : () -> requireRunning(task);
        try {
            return SparkValues.internal(state.value(cancellation, task == null ? 1 : task.cpus()));
        } catch (RuntimeException | Error failure) {
            throw Failures.coded(failure);
        }
    }

    private static void requireRunning(TaskContext task) {
        if (task.isInterrupted()) {
            throw new GlmmException(ErrorCode.CANCELLED, "the task of the fit was cancelled");
        }
    }

    @Override
    public byte[] serialize(State state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            state.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not of an array
        } catch (RuntimeException | Error failure) {
            throw Failures.coded(failure);
        }
        return bytes.toByteArray();
    }

    @Override
    public State deserialize(byte[] bytes) {
        State state = createAggregationBuffer();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            state.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not of an array
        } catch (RuntimeException | Error failure) {
            throw Failures.coded(failure);
        }
        return state;
    }

    @Override
    public boolean nullable() {
        return true;
    }

    @Override
    public DataType dataType() {
        return SparkTypes.of(aggregate().type());
    }

    @Override
    public String prettyName() {
        return function.name();
    }

    @Override
    public int mutableAggBufferOffset() {
        return mutableOffset;
    }

    @Override
    public int inputAggBufferOffset() {
        return inputOffset;
    }

    @Override
    public ImperativeAggregate withNewMutableAggBufferOffset(int offset) {
        return new GroupAggregate(function, arguments, names, offset, inputOffset);
    }

    @Override
    public ImperativeAggregate withNewInputAggBufferOffset(int offset) {
        return new GroupAggregate(function, arguments, names, mutableOffset, offset);
    }

    @Override
    public Seq<Expression> children() {
        return arguments;
    }

    @Override
    public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
        return new GroupAggregate(function, children.toSeq(), names, mutableOffset, inputOffset);
    }

    // a tree of Spark's is a product of its parts

    @Override
    public int productArity() {
        return 5;
    }

    @Override
    public @Nullable Object productElement(int part) {
        return switch (part) {
            case 0 -> function;
            case 1 -> arguments;
            case 2 -> names;
            case 3 -> mutableOffset;
            default -> inputOffset;
        };
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof GroupAggregate;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupAggregate aggregate
                && aggregate.function.equals(function)
                && aggregate.arguments.equals(arguments)
                && Objects.equals(aggregate.names, names)
                && aggregate.mutableOffset == mutableOffset
                && aggregate.inputOffset == inputOffset;
    }

    @Override
    public int hashCode() {
        return Objects.hash(function, arguments, names, mutableOffset, inputOffset);
    }

    /** What a plan shows between the parentheses. */
    @Override
    @SuppressWarnings("unchecked")
    public Iterator<Object> stringArgs() {
        return (Iterator<Object>) (Iterator<?>) arguments.iterator();
    }
}
