package org.glmmsql.value;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Arrays in few bytes: codes and small integers take one or two, other numbers eight. The bits of every number come back. */
final class Packed {
    /** Bits of a byte that say something; the highest says that more follow. */
    private static final int BITS = 7;

    private static final int MASK = (1 << BITS) - 1;

    private Packed() {}

    static void write(int[] values, int size, DataOutput out) throws IOException {
        for (int i = 0; i < size; i++) {
            int left = zigzag(values[i]);
            while ((left & ~MASK) != 0) {
                out.writeByte(left & MASK | ~MASK);
                left >>>= BITS;
            }
            out.writeByte(left);
        }
    }

    static int[] readInts(DataInput in, int size) throws IOException {
        int[] values = new int[size];
        for (int i = 0; i < size; i++) {
            int value = 0;
            int shift = 0;
            byte next;
            do {
                next = in.readByte();
                value |= (next & MASK) << shift;
                shift += BITS;
            } while (next < 0);
            values[i] = value >>> 1 ^ -(value & 1);
        }
        return values;
    }

    /** Small numbers of both signs as small numbers. */
    private static int zigzag(int value) {
        return value << 1 ^ value >> 31;
    }

    static void write(double[] values, int size, DataOutput out) throws IOException {
        boolean integers = IntStream.range(0, size).allMatch(i -> isInteger(values[i]));
        out.writeBoolean(integers);
        if (integers) {
            write(IntStream.range(0, size).map(i -> (int) values[i]).toArray(), size, out);
        } else {
            for (int i = 0; i < size; i++) {
                out.writeDouble(values[i]);
            }
        }
    }

    private static boolean isInteger(double value) {
        return Double.doubleToRawLongBits((int) value) == Double.doubleToRawLongBits(value);
    }

    static double[] readDoubles(DataInput in, int size) throws IOException {
        if (in.readBoolean()) {
            return IntStream.of(readInts(in, size)).asDoubleStream().toArray();
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = in.readDouble();
        }
        return values;
    }

    static void write(BitSet bits, DataOutput out) throws IOException {
        byte[] bytes = bits.toByteArray();
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static BitSet readBits(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return BitSet.valueOf(bytes);
    }
}
