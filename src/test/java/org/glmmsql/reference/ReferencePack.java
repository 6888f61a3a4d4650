package org.glmmsql.reference;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads cases from a folder of either layout: {@code <data set>/expected.json} beside its {@code data.csv}, or {@code cases.json} for all. */
public final class ReferencePack {
    /** The project's own cases. */
    public static final Path OWN = Path.of("src/test/resources/reference");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // R writes an empty list where there is no object
            .enable(DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT)
            .build();

    private ReferencePack() {}

    public static List<ReferenceCase> cases(Path folder) {
        Path all = folder.resolve("cases.json");
        if (Files.exists(all)) {
            return read(all);
        }
        try (Stream<Path> dataSets = Files.list(folder)) {
            List<ReferenceCase> cases = dataSets.map(dataSet -> dataSet.resolve("expected.json"))
                    .filter(Files::exists)
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
            if (cases.isEmpty()) {
                throw new IllegalArgumentException(
                        "no cases.json and no */expected.json in " + folder.toAbsolutePath());
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder.toAbsolutePath(), e);
        }
    }

    private static List<ReferenceCase> read(Path file) {
        try {
            return JSON.reader(new InjectableValues.Std().addValue(Path.class, file.getParent()))
                    .forType(new TypeReference<List<ReferenceCase>>() {})
                    .readValue(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
