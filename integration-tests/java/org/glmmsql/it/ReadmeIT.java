package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.glmmsql.engine.Engine;
import org.glmmsql.jdbc.Glmm;
import org.junit.jupiter.api.Test;

/** What the README shows is what happens. */
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private record Block(String language, String text) {
        List<String> lines() {
            return text.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    private static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(Path.of("README.md")));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    /** All SQL of the README, one block after the other, and what follows the blocks: the example that {@link ExamplesIT} runs on every engine. */
    @Test
    void theTourIsAnExample() throws Exception {
        List<Block> blocks = blocks();
        List<String> tour = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).language.equals("sql")) {
                tour.addAll(blocks.get(i).lines());
                if (i + 1 < blocks.size() && blocks.get(i + 1).language.equals("text")) {
                    blocks.get(i + 1).text.lines().forEach(line -> tour.add(("-- | " + line).stripTrailing()));
                }
            }
        }
        Path script = Path.of("sql/examples/00-tour.sql");
        assertThat(Files.readAllLines(script).stream().skip(1).filter(line -> !line.isBlank()))
                .isEqualTo(tour)
                .hasSizeGreaterThan(30);
        assertThat(Files.readString(Path.of("README.md")))
                .contains("java -jar target/glmm-sql.jar sql/examples/tables-duckdb.sql " + script);
    }

    /** Every command that runs the jar prints what follows it. */
    @Test
    void theCommandsPrintWhatTheyShow() throws Exception {
        List<Block> blocks = blocks();
        int commands = 0;
        for (int i = 0; i + 1 < blocks.size(); i++) {
            if (!blocks.get(i).language.equals("bash")
                    || !blocks.get(i + 1).language.equals("text")) {
                continue;
            }
            List<String> printed = new ArrayList<>();
            Matcher call =
                    Pattern.compile("java -jar target/glmm-sql.jar ([^&\\n]+)").matcher(blocks.get(i).text);
            while (call.find()) {
                printed.addAll(CommandLine.run(words(call.group(1))));
                commands++;
            }
            CommandLine.assertSame(printed, blocks.get(i + 1).lines());
        }
        assertThat(commands).isGreaterThanOrEqualTo(2);
    }

    /** Words of a command; what stands in quotes is one word. */
    private static List<String> words(String command) {
        return Pattern.compile("'([^']*)'|(\\S+)")
                .matcher(command)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }

    /** The programs of the README are parts of tests. */
    @Test
    void theProgramsRun() throws IOException {
        List<String> programs = blocks().stream()
                .filter(block -> block.language.equals("java"))
                .map(block -> code(block.lines()))
                .toList();
        List<String> tests = new ArrayList<>();
        for (String test : List.of("JdbcProgramIT", "JavaProgramIT")) {
            tests.add(code(Files.readAllLines(Path.of("integration-tests/java/org/glmmsql/it/" + test + ".java"))));
        }
        assertThat(programs).hasSameSizeAs(tests);
        for (int i = 0; i < tests.size(); i++) {
            assertThat(tests.get(i)).contains(programs.get(i));
        }
    }

    /** Words of a program, without what a test adds and the breaks of lines. */
    private static String code(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> !line.startsWith("terms.") && !line.isBlank())
                .collect(Collectors.joining())
                .replaceAll("\\s+", "");
    }

    /** Coordinates are those of the build. */
    @Test
    void theCoordinatesAreThoseOfTheBuild() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        List<String> dependency = blocks().stream()
                .filter(block -> block.language.equals("xml"))
                .flatMap(block -> block.lines().stream())
                .map(String::strip)
                .filter(line -> !line.contains("dependency>"))
                .toList();
        assertThat(dependency).hasSize(3).allMatch(pom::contains);
        String readme = Files.readString(Path.of("README.md"));
        for (Engine engine : Glmm.engines()) {
            assertThat(readme).contains("`" + engine.driver() + "`");
        }
    }

    /** The second command is the gate that {@code .ci/run} calls. */
    @Test
    void theTestCommandIsTheGate() throws IOException {
        assertThat(blocks()).anyMatch(block -> block.language.equals("bash") && block.text.contains("mvn -B verify"));
        assertThat(Files.readString(Path.of(".ci/run"))).contains("mvn -B verify");
    }
}
