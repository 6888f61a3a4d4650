package org.glmmsql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {
    @ParameterizedTest
    @CsvSource({
        "-1.3985321423639416, -1.39853",
        "0.3333333333333333, 0.333333",
        "0.30000000000000004, 0.300000",
        "9.9999996, 10.0000",
        "0.5, 0.5",
        "3.0, 3.0",
        "1.0E7, 10000000.0",
        "1234567.89, 1234568",
        "1.0E-5, 0.00001",
        "1.23456789E-5, 0.0000123457",
        "1.23456789E-6, 1.23457e-6",
        "9.99999999E-6, 0.0000100000",
        "1.0E15, 1e+15",
        "1.23456789E300, 1.23457e+300",
        "4.9E-324, 4.9e-324",
        "-0.0, -0.0",
        "NaN, NaN",
        "-Infinity, -Infinity",
    })
    void sixDigitsOfADouble(double value, String text) {
        assertThat(new Digits(6).text(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"12345678.90, 12345678.90", "-1.39853214, -1.39853", "1.500000000000, 1.5", "7, 7"})
    void decimalsOfFewPlacesAreExact(BigDecimal value, String text) {
        assertThat(new Digits(6).text(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1.0 / 3, 1234567.891, 1e-300, Double.MAX_VALUE, 123456789012345678.0, 5e-324})
    void allDigitsAreTheNumber(double value) {
        assertThat(Double.parseDouble(new Digits(Digits.ALL).text(value))).isEqualTo(value);
        assertThat(new Digits(Digits.ALL).rounded(value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(longs = {12345678901L, -7})
    void wholeNumbersAreExact(long value) {
        assertThat(new Digits(3).text(value)).isEqualTo(Long.toString(value));
    }

    @ParameterizedTest
    @CsvSource({"0.1234567, 0.123", "1234567.9, 1234568", "1.23456E-20, 1.23E-20"})
    void roundedIsWhatIsShown(double value, double rounded) {
        assertThat(new Digits(3).rounded(value)).isEqualTo(rounded);
    }
}
