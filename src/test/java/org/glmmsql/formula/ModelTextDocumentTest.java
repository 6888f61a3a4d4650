package org.glmmsql.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/model-text.md is true: its examples are read, and it names all functions. */
class ModelTextDocumentTest {
    private static String document() throws IOException {
        return Files.readString(Path.of("docs/model-text.md"));
    }

    @Test
    void examples_are_read() throws IOException {
        List<String> examples = document().split("```")[1].strip().lines().toList();
        assertThat(examples).hasSizeGreaterThan(3);
        for (String example : examples) {
            assertThatCode(() -> ModelTextParser.parse(example)).as(example).doesNotThrowAnyException();
        }
    }

    @Test
    void functions_and_options_are_named() throws IOException {
        String document = document();
        assertThat(Functions.names())
                .filteredOn(name -> !name.equals("as.factor"))
                .allSatisfy(name -> assertThat(document).containsPattern("\\b" + name + "\\b"));
        assertThat(OptionsParser.names())
                .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
        for (Method method : Method.values()) {
            assertThat(document).contains("`" + method + "`");
        }
    }
}
