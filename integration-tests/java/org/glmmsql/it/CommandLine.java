package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The jar as a process of its own, and what it prints. */
final class CommandLine {
    /** How far a printed number may be from the expected one: the last digits depend on the processor and on where a search ends. */
    private static final double RELATIVE = 1e-4;

    /** What a JVM that runs for a second starts with. */
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private CommandLine() {}

    /** Lines that {@code java -jar target/glmm-sql.jar} prints, without the empty ones. */
    static List<String> run(List<String> arguments) throws Exception {
        JarProcess process = JarProcess.run(QUICK, arguments.toArray(String[]::new));
        assertThat(process.status())
                .as("exit status of %s: %s", arguments, process.err())
                .isZero();
        return process.out().stream().filter(line -> !line.isBlank()).toList();
    }

    /** Same words and numbers line by line; upper case, which H2 prefers, and blanks do not count. */
    static void assertSame(List<String> printed, List<String> expected) {
        List<String> ourWords = words(printed);
        List<String> wantedWords = words(expected);
        assertThat(ourWords).as("%s", String.join("\n", printed)).hasSameSizeAs(wantedWords);
        for (int i = 0; i < wantedWords.size(); i++) {
            String ours = ourWords.get(i);
            String wanted = wantedWords.get(i);
            if (wanted.matches("[-+]?[0-9.]+([eE][-+]?\\d+)?")) {
                double number = Double.parseDouble(wanted);
                assertThat(Double.parseDouble(ours))
                        .isCloseTo(number, within(RELATIVE * Math.max(1, Math.abs(number))));
            } else {
                assertThat(ours).isEqualToIgnoringCase(wanted);
            }
        }
    }

    /** The words of all lines, a mark between lines. */
    private static List<String> words(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Stream.concat(Arrays.stream(line.strip().split("\\s+")), Stream.of("\n")))
                .toList();
    }
}
