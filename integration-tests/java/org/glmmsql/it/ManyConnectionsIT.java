package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 16 connections at a time that are cancelled, time out, are interrupted and closed in mid-fit: what is left undisturbed gives the bits of a
 * serial run, and neither a thread nor memory stays behind. 10,000 registrations and 50,000 fits an engine:
 * {@code mvn -Pslow verify -Dit.test=ManyConnectionsIT -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ManyConnectionsIT {
    private static final int SHORT = 80;
    private static final int LONG = 10_000;
    private static final long MANY = 50_000;
    private static final long HEAP_KB = 8 << 10;
    private static final long PROCESS_KB = 150 << 10;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"h2:mem:many", "duckdb:", "sqlite:"})
    void nothingStaysBehind(String engine) throws Exception {
        assertNothingStaysBehind(engine, SHORT);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"h2:mem:many", "duckdb:", "sqlite:"})
    void nothingStaysBehindAfterManyFits(String engine) throws Exception {
        assertNothingStaysBehind(engine, LONG);
    }

    private void assertNothingStaysBehind(String engine, int registrations) throws Exception {
        String url = "jdbc:" + engine + (engine.endsWith(":") ? directory.resolve("many.db") : "");
        JarProcess run = JarProcess.java(List.of(
                "-Xmx300m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ManyConnections.class.getName(),
                url,
                Integer.toString(registrations),
                "1"));
        assertThat(run.status()).as(run.err() + run.out()).isZero();
        Map<String, long[]> figures = run.out().stream()
                .map(line -> line.split(" (?=\\d)"))
                .collect(Collectors.toMap(
                        words -> words[0],
                        words -> Arrays.stream(words)
                                .skip(1)
                                .mapToLong(Long::parseLong)
                                .toArray()));
        assertThat(figures.get("registrations")[0]).isEqualTo(registrations);
        assertThat(figures.get("same bits")[0]).isGreaterThan(3L * registrations);
        if (registrations == LONG) {
            assertThat(figures.get("fits")[0]).isGreaterThan(MANY);
        }
        assertThat(figures.get("disturbed")[0]).isPositive();
        assertThat(figures.get("threads")[1]).isLessThanOrEqualTo(figures.get("threads")[0]);
        assertThat(figures.get("heap_kb")[1]).isLessThan(figures.get("heap_kb")[0] + HEAP_KB);
        assertThat(figures.get("process_kb")[1]).isLessThan(figures.get("process_kb")[0] + PROCESS_KB);
    }
}
