package org.glmmsql.engine.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.glmmsql.sql.FunctionCatalog;
import org.junit.jupiter.api.Test;

/** What H2 finds by name is current. {@code mvn test -Dtest=EntryPointsTest -Dglmm.update=true} writes it again. */
class EntryPointsTest {
    private static final Path DIRECTORY = Path.of("src/main/java/org/glmmsql/engine/h2");

    @Test
    void entryPointsAreThoseOfTheCatalogue() throws IOException {
        Map<String, String> sources = new EntryPointsSource(
                        EntryPoints.STANDARD, FunctionCatalog.class.getName() + ".STANDARD")
                .of(FunctionCatalog.STANDARD);
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = DIRECTORY.resolve(source.getKey() + ".java");
            if (Boolean.getBoolean("glmm.update")) {
                Files.writeString(file, source.getValue());
            }
            assertThat(file).content().isEqualTo(source.getValue());
        }
    }
}
