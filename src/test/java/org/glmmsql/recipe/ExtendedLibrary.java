package org.glmmsql.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glmmsql.Compiled;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The library with one file more and one line more, as CONTRIBUTING's recipes have it: both are compiled, and all classes of the library
 * and of its tests are loaded anew around them.
 */
final class ExtendedLibrary implements AutoCloseable {
    private static final Path SOURCES = Path.of("src/main/java/org/glmmsql");
    private static final Path TOYS = Path.of("src/test/resources/recipe");

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final ClassLoader loader;

    /**
     * @param directory for class files
     * @param toy a class of the package of the registry
     * @param registry a class of the library, as {@code family/Families}
     * @param entry what the line of the registry stands after
     * @param line as written there
     */
    ExtendedLibrary(Path directory, String toy, String registry, String entry, String line) throws IOException {
        String source = Files.readString(SOURCES.resolve(registry + ".java"));
        int at = source.indexOf(entry);
        assertThat(at).as(entry + " of " + registry).isNotNegative();
        String registered =
                source.substring(0, at + entry.length()) + "\n" + line + source.substring(at + entry.length());
        String simpleName = registry.substring(registry.lastIndexOf('/') + 1);
        Compiled.into(directory, Map.of(simpleName, registered, toy, Files.readString(TOYS.resolve(toy + ".java"))));
        loader = new Anew(directory, ExtendedLibrary.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
    }

    /** The classes of the project, those of the directory before the built ones; all others are shared. */
    private static final class Anew extends ClassLoader {
        private final Path directory;

        Anew(Path directory, ClassLoader parent) {
            super(parent);
            this.directory = directory;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("org.glmmsql.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            Path made = directory.resolve(file);
            try (InputStream in = Files.exists(made) ? Files.newInputStream(made) : getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /**
     * Runs the tests of some classes whose names contain a word, and only these: a class has one at least, and all of them pass.
     *
     * @param word as {@code poisson softplus}
     */
    void passes(String word, Class<?>... tests) throws ClassNotFoundException {
        for (Class<?> test : tests) {
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(Class.forName(test.getName(), false, loader)))
                    .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                    .configurationParameter(OnlyNamed.WORD, word)
                    .build();
            Listener listener = new Listener(word);
            Launcher launcher = LauncherFactory.create();
            launcher.execute(request, listener);
            assertThat(listener.failures).as(test.getName()).isEmpty();
            assertThat(listener.passed).as(test.getName()).isNotEmpty();
        }
    }

    private static final class Listener implements TestExecutionListener {
        private final String word;
        private final List<String> passed = new ArrayList<>();
        private final List<Throwable> failures = new ArrayList<>();

        Listener(String word) {
            this.word = word;
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(failures::add);
            if (test.isTest() && test.getDisplayName().contains(word)) {
                passed.add(test.getDisplayName());
            }
        }
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }
}
