package org.glmmsql.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/** Files named on the command line. */
final class Files {
    private Files() {}

    /** @throws GlmmException FILE */
    static String text(Path file) {
        try {
            return java.nio.file.Files.readString(readable(file));
        } catch (IOException e) {
            throw new GlmmException(ErrorCode.FILE, "the file '" + file + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /** The file itself. @throws GlmmException FILE if there is none */
    static Path readable(Path file) {
        if (!java.nio.file.Files.isReadable(file) || java.nio.file.Files.isDirectory(file)) {
            throw new GlmmException(
                    ErrorCode.FILE,
                    "there is no readable file '" + file + "' in " + Path.of("").toAbsolutePath() + "; check the path");
        }
        return file;
    }

    /** The file itself, which need not be there yet. @throws GlmmException FILE if its folder is not */
    static Path writable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !java.nio.file.Files.isDirectory(folder)) {
            throw new GlmmException(
                    ErrorCode.FILE, "there is no folder '" + folder + "' for the file '" + file + "'; make it first");
        }
        return file;
    }
}
