package org.glmmsql.recipe;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.tools.ToolProvider;

/** The project with a line added to one of its sources, compiled and loaded beside the one under test. */
final class BuildWith implements AutoCloseable {
    private static final Path SOURCES = Path.of("src/main/java");

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final Alone loader;

    /**
     * @param source where things of a kind are registered, {@code org/glmmsql/random/Structures.java}
     * @param after text of that file that the line comes after
     * @param directory for the class files
     */
    BuildWith(String source, String after, String line, Path directory) throws IOException {
        String text = Files.readString(SOURCES.resolve(source));
        int at = text.indexOf(after);
        if (at < 0 || text.indexOf(after, at + 1) >= 0) {
            throw new IllegalArgumentException("'" + after + "' is not once in " + source);
        }
        Path file = directory.resolve(Path.of(source).getFileName());
        int end = at + after.length();
        Files.writeString(file, text.substring(0, end) + "\n" + line + text.substring(end));
        String classPath = System.getProperty("java.class.path");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", directory.toString(), file.toString());
        if (result != 0) {
            throw new IOException("not compiled: " + file);
        }
        loader = new Alone(directory, classPath);
        Thread.currentThread().setContextClassLoader(loader); // where H2 looks
    }

    /** A database with its functions. */
    Connection open(String url) throws Exception {
        // a library of native code is loaded once in a process, so other drivers are shared
        Connection connection = url.startsWith("jdbc:h2:")
                ? ((Driver) instance("org.h2.Driver")).connect(url, new Properties())
                : DriverManager.getConnection(url);
        loader.loadClass("org.glmmsql.jdbc.Glmm")
                .getMethod("register", Connection.class)
                .invoke(null, connection);
        return connection;
    }

    private Object instance(String name) throws ReflectiveOperationException {
        return loader.loadClass(name).getDeclaredConstructor().newInstance();
    }

    @Override
    public void close() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        loader.close();
    }

    /** Loads what is the project's, and H2, by itself; the rest is shared. */
    private static final class Alone extends URLClassLoader {
        Alone(Path directory, String classPath) throws IOException {
            super(urls(directory, classPath), BuildWith.class.getClassLoader());
        }

        private static URL[] urls(Path directory, String classPath) throws IOException {
            List<URL> urls = new ArrayList<>(List.of(directory.toUri().toURL()));
            for (String entry : classPath.split(File.pathSeparator)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("org.glmmsql.") && !name.startsWith("org.h2.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> found = findLoadedClass(name);
                return found != null ? found : findClass(name);
            }
        }
    }
}
