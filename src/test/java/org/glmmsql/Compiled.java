package org.glmmsql;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/** Sources compiled in a test, against what the test sees. */
public final class Compiled {
    private Compiled() {}

    /**
     * @param directory for sources and class files
     * @param sources by the simple name of their class
     */
    public static void into(Path directory, Map<String, String> sources) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), "-d", directory.toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = directory.resolve(source.getKey() + ".java");
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IOException("not compiled: " + String.join(File.pathSeparator, arguments));
        }
    }
}
