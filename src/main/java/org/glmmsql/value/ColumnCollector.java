package org.glmmsql.value;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.DecimalRest;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.MemoryBudget;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.frame.NumericColumn.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One column of values as they come: numbers of one kind as doubles, everything else as coded text. A column that mixes them becomes text,
 * whatever the order of rows, and tells a text where the others are numbers. What a value is, {@link Values} says. Not thread-safe.
 */
public final class ColumnCollector {
    private @Nullable Kind kind; // of the numbers; null while all values are NULL, and for text
    private double[] values = {};
    private int @Nullable [] codes; // of a column that turned out to be text
    private @Nullable Map<String, Integer> levels; // to their codes, of text
    private @Nullable DecimalRest rest; // of the numbers
    private final BitSet missing = new BitSet();
    private boolean hasNumbers;
    private @Nullable String firstText; // in the order of texts
    private int size;

    /** A value of any class. @throws org.glmmsql.error.GlmmException COLUMN_TYPE, MEMORY */
    public void add(@Nullable Object value) {
        Values.add(value, this);
    }

    void addMissing() {
        grow();
        missing.set(size);
        if (codes != null) {
            codes[size] = -1;
        }
        size++;
    }

    void addNumber(Kind found, double value) {
        hasNumbers |= found == Kind.NUMBER;
        if (isOf(found)) {
            values[size++] = value;
        } else {
            addCode(found.label(value));
        }
    }

    /** A number that may have more digits than a double. */
    void addDecimal(BigDecimal decimal) {
        double value = decimal.doubleValue();
        if (DecimalRest.isNone(decimal, value)) {
            addNumber(Kind.NUMBER, value);
            return;
        }
        hasNumbers = true;
        if (isOf(Kind.NUMBER)) {
            values[size] = value;
            rest = rest == null ? new DecimalRest() : rest;
            rest.set(size++, decimal, value);
        } else {
            addCode(DecimalRest.label(decimal));
        }
    }

    /** A number that is none to a model. */
    void addIdentifier(String label) {
        hasNumbers = true;
        addLabel(label);
    }

    /** A text or bytes of the database: a stray where the others are numbers. */
    void addText(String text) {
        noteText(text);
        addLabel(text);
    }

    private void noteText(String text) {
        firstText = firstText == null || text.compareTo(firstText) < 0 ? text : firstText;
    }

    /** What is known by its text. */
    void addLabel(String label) {
        grow();
        becomeText();
        addCode(label);
    }

    /** All values of another, which is not changed; the same as if they had been added one by one. */
    void addAll(ColumnCollector other) {
        hasNumbers |= other.hasNumbers;
        if (other.firstText != null) {
            noteText(other.firstText);
        }
        List<String> texts = other.levels == null ? List.of() : List.copyOf(other.levels.keySet());
        NumericColumn numbers = other.numbers("");
        for (int i = 0; i < other.size; i++) {
            if (other.missing.get(i)) {
                addMissing();
            } else if (other.codes != null) {
                addLabel(texts.get(other.codes[i]));
            } else if (other.rest != null && !other.rest.isNone(i)) {
                addDecimal(new BigDecimal(numbers.label(i)));
            } else {
                addNumber(numbers.kind(), other.values[i]);
            }
        }
    }

    /** Writes what was collected, from which {@link #read} makes the same again. */
    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        out.writeBoolean(hasNumbers);
        Texts.write(firstText == null ? List.of() : List.of(firstText), out);
        Packed.write(missing, out);
        out.writeBoolean(codes != null);
        if (codes != null) {
            Texts.write(List.copyOf(levels.keySet()), out);
            Packed.write(codes, size, out);
            return;
        }
        out.writeByte(kind == null ? -1 : kind.ordinal());
        Packed.write(values, size, out);
        int parts = rest == null ? 0 : rest.parts();
        out.writeInt(parts);
        for (int part = 0; part < parts; part++) {
            int one = part;
            Packed.write(
                    IntStream.range(0, size).mapToDouble(i -> rest.part(one, i)).toArray(), size, out);
        }
    }

    /** @throws org.glmmsql.error.GlmmException MEMORY */
    static ColumnCollector read(DataInput in) throws IOException {
        ColumnCollector column = new ColumnCollector();
        column.size = in.readInt();
        MemoryBudget.require((long) column.size * Double.BYTES, column.size);
        column.hasNumbers = in.readBoolean();
        List<String> first = Texts.read(in);
        column.firstText = first.isEmpty() ? null : first.get(0);
        column.missing.or(Packed.readBits(in));
        if (in.readBoolean()) {
            column.levels = new LinkedHashMap<>();
            for (String level : Texts.read(in)) {
                MemoryBudget.requireText(level, column.size);
                column.levels.put(level, column.levels.size());
            }
            column.codes = Packed.readInts(in, column.size);
            return column;
        }
        int kind = in.readByte();
        column.kind = kind < 0 ? null : Kind.values()[kind];
        column.values = Packed.readDoubles(in, column.size);
        int parts = in.readInt();
        for (int part = 0; part < parts; part++) {
            column.rest = column.rest == null ? new DecimalRest() : column.rest;
            column.rest.add(Packed.readDoubles(in, column.size));
        }
        return column;
    }

    /** Whether a number of a kind is one here, with room for it; else the column is text, with room for a code. */
    private boolean isOf(Kind found) {
        grow();
        if (codes == null && (kind == null || kind == found)) {
            kind = found;
            return true;
        }
        becomeText();
        return false;
    }

    private void becomeText() {
        if (codes != null) {
            return;
        }
        int[] found = new int[values.length];
        levels = new LinkedHashMap<>();
        NumericColumn numbers = numbers("");
        for (int i = 0; i < size; i++) {
            found[i] = missing.get(i) ? -1 : code(numbers.label(i));
        }
        codes = found;
        values = new double[0];
        rest = null;
    }

    private void addCode(String label) {
        int code = code(label);
        codes[size++] = code;
    }

    private int code(String text) {
        int next = levels.size();
        Integer known = levels.putIfAbsent(text, next);
        if (known == null) {
            MemoryBudget.requireText(text, size);
            return next;
        }
        return known;
    }

    private void grow() {
        int capacity = codes == null ? values.length : codes.length;
        if (size < capacity) {
            return;
        }
        int larger = Math.max(16, capacity + (capacity >> 1));
        MemoryBudget.require((long) larger * (codes == null ? Double.BYTES : Integer.BYTES), size);
        if (codes == null) {
            values = Arrays.copyOf(values, larger);
        } else {
            codes = Arrays.copyOf(codes, larger);
        }
    }

    /** What was collected so far; the arrays are shared. */
    public Column column(String name) {
        return codes == null
                ? numbers(name)
                : new FactorColumn(
                        name, codes, List.copyOf(levels.keySet()), size, false, hasNumbers ? firstText : null);
    }

    private NumericColumn numbers(String name) {
        return new NumericColumn(
                name, kind == null ? Kind.NUMBER : kind, values, size, missing.isEmpty() ? null : missing, rest);
    }
}
