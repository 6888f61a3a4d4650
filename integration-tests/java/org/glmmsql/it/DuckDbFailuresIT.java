package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Failing queries of DuckDB end with their error, never with the process: nobody reads DuckDB's memory once a query has failed. For
 * minutes: {@code mvn -Pslow verify -Dit.test=DuckDbFailuresIT -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class DuckDbFailuresIT {
    private static final int SHORT = 30;
    private static final int LONG = 5000;

    @ParameterizedTest
    @ValueSource(ints = {8, 2})
    void queriesThatFailAtRandomLeaveNobodyReading(int processors) throws Exception {
        assertThatNobodyIsLeft(processors, SHORT, 1);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {8, 2, 3, 16})
    void forMinutes(int processors) throws Exception {
        assertThatNobodyIsLeft(processors, LONG, 100 + processors);
    }

    private static void assertThatNobodyIsLeft(int processors, int queries, int seed) throws Exception {
        JarProcess run = JarProcess.java(List.of(
                "-XX:ActiveProcessorCount=" + processors,
                "-Xmx160m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FailingQueries.class.getName(),
                Integer.toString(queries),
                Integer.toString(seed)));
        assertThat(run.status()).as(run.err() + run.out()).isZero();
        assertThat(run.out()).hasSize(3).endsWith("left reading: 0", "same bits: true");
        assertThat(run.out().get(0)).contains("GLMM-203=", "GLMM-201=", "GLMM-302=");
    }
}
