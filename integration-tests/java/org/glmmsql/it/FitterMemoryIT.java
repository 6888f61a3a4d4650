package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A fit needs no more than three times the bytes of its columns (8 a number, 4 a code) with the columns themselves: a heap of that size is
 * enough, and 15 MB for the JVM, the names of 50,000 levels and what young objects take.
 */
class FitterMemoryIT {
    private static final int ROWS = 1_000_000;
    private static final int RAW_MB = 28;
    private static final int BESIDE_MB = 15;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x1 + x2 + (1 | g), binomial, ranef = false; 1",
                "y ~ x1 + x2 + (1 | g), binomial, ranef = false; 2",
                "y ~ x1 + x2 + (x1 | g), binomial, ranef = false; 1",
                "x1 ~ y + x2 + (1 | g), ranef = false; 1",
            })
    void threeTimesTheColumnsAreEnough(String model, String threads) throws Exception {
        JarProcess process = JarProcess.java(List.of(
                "-XX:+UseSerialGC",
                "-Xmn6m",
                "-Xmx" + (3 * RAW_MB + BESIDE_MB) + "m",
                "-cp",
                System.getProperty("java.class.path"),
                LargeFit.class.getName(),
                Integer.toString(ROWS),
                model,
                threads));
        assertThat(process.err()).isEmpty();
        assertThat(process.out()).containsExactly("ok");
        assertThat(process.status()).isZero();
    }
}
