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
        return read(folder, "cases.json", "expected.json", new TypeReference<List<ReferenceCase>>() {});
    }

    /** What follows from models, in {@code after.json} of either layout. */
    static List<AfterCase> after(Path folder) {
        return read(folder, "after.json", "after.json", new TypeReference<List<AfterCase>>() {});
    }

    private static <T> List<T> read(Path folder, String ofAll, String ofOne, TypeReference<List<T>> type) {
        Path all = folder.resolve(ofAll);
        if (Files.exists(all)) {
            return read(all, type);
        }
        try (Stream<Path> dataSets = Files.list(folder)) {
            List<T> cases = dataSets.map(dataSet -> dataSet.resolve(ofOne))
                    .filter(Files::exists)
                    .sorted()
                    .flatMap(file -> read(file, type).stream())
                    .toList();
            if (cases.isEmpty()) {
                throw new IllegalArgumentException(
                        "no " + ofAll + " and no */" + ofOne + " in " + folder.toAbsolutePath());
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder.toAbsolutePath(), e);
        }
    }

    private static <T> List<T> read(Path file, TypeReference<List<T>> type) {
        try {
            return JSON.reader(new InjectableValues.Std().addValue(Path.class, file.getParent()))
                    .forType(type)
                    .readValue(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
