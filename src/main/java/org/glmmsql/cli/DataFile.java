package org.glmmsql.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/**
 * A file of data as a path that every database can read twice: standard input, pipes, compressed files, and names in which a database
 * would see a pattern are copied to a temporary file, which closing removes.
 */
final class DataFile implements AutoCloseable {
    private static final String STANDARD_INPUT = "-";
    private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final String name;
    private final Path path;
    private final @Nullable Path temporary;

    private DataFile(String name, Path path, @Nullable Path temporary) {
        this.name = name;
        this.path = path;
        this.temporary = temporary;
    }

    /** @param name a path, or {@code -} for standard input. @throws GlmmException FILE for a file that cannot be read */
    static DataFile of(String name) {
        try {
            if (name.equals(STANDARD_INPUT)) {
                return copy("standard input", System.in);
            }
            Path path = Files.readable(Path.of(name));
            boolean compressed = name.toLowerCase(Locale.ROOT).endsWith(".gz");
            boolean pattern = name.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
            if (!compressed && !pattern && java.nio.file.Files.isRegularFile(path)) {
                return new DataFile(name, path.toAbsolutePath(), null);
            }
            try (InputStream file = java.nio.file.Files.newInputStream(path)) {
                return copy(name, compressed ? new GZIPInputStream(file) : file);
            }
        } catch (IOException e) {
            throw new GlmmException(ErrorCode.FILE, "the file '" + name + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static DataFile copy(String name, InputStream in) throws IOException {
        Path temporary = java.nio.file.Files.createTempFile("glmm-sql", ".data");
        temporary.toFile().deleteOnExit(); // if the process is interrupted
        java.nio.file.Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
        return new DataFile(name, temporary, temporary);
    }

    /** For messages. */
    String name() {
        return name;
    }

    Path path() {
        return path;
    }

    InputStream open() throws IOException {
        return java.nio.file.Files.newInputStream(path);
    }

    /** By its first bytes, or by its name for what then is no Parquet file. */
    boolean isParquet() throws IOException {
        try (InputStream in = open()) {
            return Arrays.equals(in.readNBytes(PARQUET.length), PARQUET)
                    || name.toLowerCase(Locale.ROOT).endsWith(".parquet");
        }
    }

    @Override
    public void close() throws IOException {
        if (temporary != null) {
            java.nio.file.Files.delete(temporary);
        }
    }
}
