package org.glmmsql.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.glmmsql.error.GlmmException;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.frame.NumericColumn.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnCollectorTest {
    @Test
    void numbersOfAnyClassAreNumbers() {
        NumericColumn column = numeric((byte) 1, (short) 2, 3, 4L, 5.5f, -0.0, new BigDecimal("0.1"), BigInteger.TEN);
        assertThat(column.kind()).isEqualTo(Kind.NUMBER);
        assertThat(values(column)).containsExactly(1, 2, 3, 4, 5.5, -0.0, 0.1, 10);
    }

    @Test
    void nullIsMissingAndNaNIsAValue() {
        NumericColumn column = numeric(null, 1.0, null, Double.NaN);
        assertThat(column.isMissing(0)).isTrue();
        assertThat(column.isMissing(1)).isFalse();
        assertThat(column.isMissing(2)).isTrue();
        assertThat(column.isMissing(3)).isFalse();
        assertThat(column.values()[3]).isNaN();
    }

    @Test
    void aColumnOfNullsIsNumericAndAllMissing() {
        NumericColumn column = numeric(null, null);
        assertThat(column.size()).isEqualTo(2);
        assertThat(column.isMissing(0) && column.isMissing(1)).isTrue();
    }

    @Test
    void booleansKeepTheirKind() {
        NumericColumn column = numeric(true, null, false);
        assertThat(column.kind()).isEqualTo(Kind.BOOLEAN);
        assertThat(values(column)).containsExactly(1, 0, 0);
    }

    @Test
    void datesCountDays() {
        NumericColumn column = numeric(
                LocalDate.of(1970, 1, 11),
                LocalDateTime.of(1970, 1, 2, 12, 0),
                OffsetDateTime.parse("1970-01-02T01:00:00+01:00"),
                Instant.parse("1969-12-31T06:00:00Z"));
        assertThat(column.kind()).isEqualTo(Kind.DATE);
        assertThat(values(column)).containsExactly(10, 1.5, 1, -0.75);
    }

    @Test
    void anyOtherValueIsText() {
        UUID id = new UUID(1, 2);
        FactorColumn column = factor("b", null, "a", "b", id, new byte[] {1, (byte) 255});
        assertThat(column.levels()).containsExactly("b", "a", id.toString(), "01ff");
        assertThat(Arrays.copyOf(column.codes(), column.size())).containsExactly(0, -1, 1, 0, 2, 3);
        assertThat(column.ordered()).isFalse();
    }

    @Test
    void mixedTypesAreTextWhateverTheOrderOfRows() {
        assertThat(texts(1, 2.5, null, "x", true)).containsExactly("1", "2.5", null, "x", "TRUE");
        assertThat(texts("x", true, 1, 2.5)).containsExactly("x", "TRUE", "1", "2.5");
        assertThat(texts(LocalDate.of(2024, 2, 29), 1)).containsExactly("2024-02-29", "1");
    }

    @Test
    void integersThatADoubleCannotHoldAreIdentifiers() {
        long exact = 1L << 53;
        assertThat(texts(7, exact + 1, exact, new BigInteger("123456789012345678901")))
                .containsExactly("7", "9007199254740993", "9007199254740992", "123456789012345678901");
        assertThat(values(numeric(exact, exact * 2, 1e300))).containsExactly(exact, exact * 2, 1e300);
    }

    /** 16 to 45 digits: neighbours are one double, or nearly. */
    @Test
    void decimalsThatADoubleCannotHoldAreNumbersThatKnowTheirDigits() {
        for (String text : List.of(
                "90071992547409.93",
                "0.12345678901234567",
                "123456789012345678901234567890.12345678",
                "-1234567890123456789012345678901234567.8",
                "0.333333333333333333333333333333333333333333333")) {
            BigDecimal decimal = new BigDecimal(text);
            BigDecimal next = decimal.add(decimal.ulp());
            NumericColumn column = numeric(decimal, null, next, BigDecimal.ONE);
            assertThat(column.values()[0]).isEqualTo(decimal.doubleValue());
            assertThat(new BigDecimal(column.label(0))).isEqualByComparingTo(decimal);
            assertThat(new BigDecimal(column.label(2))).isEqualByComparingTo(next);
            assertThat(column.label(3)).isEqualTo("1");
            assertThat(texts(decimal, "text", next)).containsExactly(column.label(0), "text", column.label(2));
        }
        assertThat(numeric(new BigDecimal("0.1"), new BigDecimal("2.50")).rest())
                .isNull();
    }

    @Test
    void timesAreTextToTheSecond() {
        assertThat(texts(
                        LocalTime.of(9, 30),
                        LocalTime.of(9, 30, 1, 500_000_000),
                        OffsetTime.parse("09:30+01:00"),
                        OffsetTime.parse("09:30Z"),
                        OffsetTime.parse("09:30-05:30")))
                .containsExactly("09:30:00", "09:30:01.5", "09:30:00+01", "09:30:00+00", "09:30:00-05:30");
    }

    /** As DuckDB's FLOAT; one that is no number was an unexpected error, one above 2^53 an identifier. */
    @Test
    void singlePrecisionNumbersAreNumbers() {
        assertThat(values(numeric(0.5f, Float.NaN, Float.POSITIVE_INFINITY, 1e20f)))
                .containsExactly(0.5, Double.NaN, Double.POSITIVE_INFINITY, 1e20f);
    }

    @Test
    void valuesOfJdbcAreThoseOfJava() {
        assertThat(values(numeric(Date.valueOf("1970-01-11"), Timestamp.valueOf("1970-01-02 12:00:00"))))
                .containsExactly(10, 1.5);
        assertThat(texts(Time.valueOf("09:30:00"), LocalTime.of(9, 31))).containsExactly("09:30:00", "09:31:00");
    }

    /** Rows of a group that come in two parts give the column of the rows one by one. */
    @Test
    void mergedCollectorsHoldWhatOneWould() throws IOException {
        Object[] awkward = {
            null,
            1,
            2.5,
            "x",
            "a",
            true,
            LocalDate.EPOCH,
            (1L << 53) + 1,
            new BigDecimal("90071992547409.93"),
            -0.0,
            "1"
        };
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            ColumnCollector one = new ColumnCollector();
            ColumnCollector first = new ColumnCollector();
            ColumnCollector second = new ColumnCollector();
            int size = random.nextInt(6);
            int kinds = 1 + random.nextInt(awkward.length);
            for (int i = 0; i < size; i++) {
                Object value = awkward[(round + random.nextInt(kinds)) % awkward.length];
                one.add(value);
                (i < size / 2 ? first : second).add(value);
            }
            ColumnCollector elsewhere = copy(first);
            assertThat(described(elsewhere.column("v"))).isEqualTo(described(first.column("v")));
            first.addAll(second);
            assertThat(described(first.column("v"))).isEqualTo(described(one.column("v")));
            elsewhere.addAll(copy(second));
            assertThat(described(elsewhere.column("v"))).isEqualTo(described(one.column("v")));
            for (Object value : awkward) {
                one.add(value);
                elsewhere.add(value);
            }
            assertThat(described(elsewhere.column("v"))).isEqualTo(described(one.column("v")));
        }
    }

    /** Small integers and codes are short; every number keeps its bits. */
    @Test
    void whatIsWrittenIsPacked() throws IOException {
        RowCollector rows = new RowCollector(3);
        double[] numbers = {0.1, Double.NaN, Double.MIN_VALUE, -0.0, 1e300, Double.NEGATIVE_INFINITY};
        for (int i = 0; i < 6000; i++) {
            rows.add(new Object[] {i % 50, numbers[i % 6], "group" + i % 60}, 0);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        rows.write(new DataOutputStream(bytes));
        assertThat(bytes.size() / 6000.0).isLessThan(10.2);
        List<Column> read = RowCollector.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())))
                .columns(List.of("a", "b", "c"));
        for (int i = 0; i < 6000; i++) {
            assertThat(Double.doubleToRawLongBits(((NumericColumn) read.get(1)).values()[i]))
                    .isEqualTo(Double.doubleToRawLongBits(numbers[i % 6]));
        }
    }

    private static ColumnCollector copy(ColumnCollector column) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        column.write(new DataOutputStream(bytes));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        ColumnCollector read = ColumnCollector.read(in);
        assertThat(in.available()).isZero();
        return read;
    }

    private static List<Object> described(Column column) {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < column.size(); i++) {
            all.add(
                    column.isMissing(i)
                            ? "NULL"
                            : column instanceof NumericColumn numbers
                                    ? List.of(numbers.values()[i], numbers.label(i))
                                    : ((FactorColumn) column).levels().get(((FactorColumn) column).codes()[i]));
        }
        all.add(
                column instanceof NumericColumn numbers
                        ? numbers.kind()
                        : String.valueOf(((FactorColumn) column).stray()));
        return all;
    }

    @Test
    void nestedValuesAreAnError() {
        assertThatThrownBy(() -> collect((Object) new Object[] {1}))
                .isInstanceOf(GlmmException.class)
                .hasMessageStartingWith("GLMM-203");
    }

    @Test
    void growsPastItsFirstCapacity() {
        ColumnCollector collector = new ColumnCollector();
        for (int i = 0; i < 10_000; i++) {
            collector.add(i);
        }
        NumericColumn column = (NumericColumn) collector.column("v");
        assertThat(column.size()).isEqualTo(10_000);
        assertThat(column.values()[9_999]).isEqualTo(9_999);
    }

    private static Column collect(@Nullable Object... values) {
        ColumnCollector collector = new ColumnCollector();
        for (Object value : values) {
            collector.add(value);
        }
        return collector.column("v");
    }

    private static NumericColumn numeric(@Nullable Object... values) {
        return (NumericColumn) collect(values);
    }

    private static FactorColumn factor(@Nullable Object... values) {
        return (FactorColumn) collect(values);
    }

    private static double[] values(NumericColumn column) {
        return Arrays.copyOf(column.values(), column.size());
    }

    private static String[] texts(@Nullable Object... values) {
        FactorColumn column = factor(values);
        return Arrays.stream(column.codes(), 0, column.size())
                .mapToObj(code -> code < 0 ? null : column.levels().get(code))
                .toArray(String[]::new);
    }
}
