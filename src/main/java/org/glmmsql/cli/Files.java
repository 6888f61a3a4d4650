package org.glmmsql.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;

/** Files named on the command line. */
final class Files {
    private static final List<String> DATA = List.of(".csv", ".tsv", ".parquet", ".csv.gz");

    private static final List<String> COMMANDS = List.of("fit", "functions", "help");

    private Files() {}

    /** A script; {@code -} is standard input. @throws GlmmException FILE, for what is not UTF-8 too */
    static String script(Path file) {
        try {
            if (file.toString().equals("-")) {
                return text("standard input", System.in.readAllBytes());
            }
            if (DATA.stream().anyMatch(file.toString()::endsWith)) {
                throw new GlmmException(
                        ErrorCode.FILE,
                        "'" + file
                                + "' is a file of data where a script is expected; to fit a model to it: glmm-sql fit "
                                + file + " 'y ~ x + (1 | g)'");
            }
            return text(file.toString(), java.nio.file.Files.readAllBytes(readable(file)));
        } catch (IOException e) {
            throw new GlmmException(ErrorCode.FILE, "the file '" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(String name, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new GlmmException(
                    ErrorCode.FILE,
                    "the file '" + name
                            + "' is not UTF-8; convert it, as by iconv -f WINDOWS-1252 -t UTF-8 if it comes from Windows",
                    e);
        }
    }

    /** The file itself. @throws GlmmException FILE if there is none */
    static Path readable(Path file) {
        if (java.nio.file.Files.isDirectory(file)) {
            throw new GlmmException(ErrorCode.FILE, "'" + file + "' is a folder; name a file in it");
        }
        if (!java.nio.file.Files.isReadable(file)) {
            boolean there = java.nio.file.Files.exists(file);
            throw new GlmmException(
                    ErrorCode.FILE,
                    there
                            ? "the file '" + file + "' may not be read; check its permissions"
                            : "there is no file '" + file + "' in "
                                    + Path.of("").toAbsolutePath() + "; " + remedy(file.toString()));
        }
        return file;
    }

    private static String remedy(String file) {
        return Suggestion.nearest(file, COMMANDS)
                .map(command -> "did you mean the command '" + command + "'?")
                .orElse("check the path");
    }

    /** The file itself, which need not be there yet. @throws GlmmException FILE if it cannot be written */
    static Path writable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !java.nio.file.Files.isDirectory(folder)) {
            throw new GlmmException(
                    ErrorCode.FILE, "there is no folder '" + folder + "' for the file '" + file + "'; make it first");
        }
        if (java.nio.file.Files.isDirectory(file)) {
            throw new GlmmException(ErrorCode.FILE, "the output '" + file + "' is a folder; name a file in it");
        }
        if (!java.nio.file.Files.isWritable(java.nio.file.Files.exists(file) ? file : folder)) {
            throw new GlmmException(
                    ErrorCode.FILE, "the output '" + file + "' may not be written; check the permissions");
        }
        return file;
    }
}
