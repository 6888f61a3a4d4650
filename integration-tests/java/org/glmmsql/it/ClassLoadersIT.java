package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Driver and library in class loaders of their own, as servers and tools have them. */
class ClassLoadersIT {
    private static final ClassLoader JDK = ClassLoader.getPlatformClassLoader();
    private static final String FIT =
            "SELECT glmm_fit('y ~ x', y, x) FROM (SELECT 1 AS y, 1 AS x UNION ALL SELECT 2, 2 UNION ALL SELECT 4, 3) t";

    @TempDir
    private Path folder;

    private static URLClassLoader loader(ClassLoader parent, List<Path> jars) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), parent);
    }

    private List<Path> library() throws Exception {
        List<Path> jars = new ArrayList<>(LibraryJars.dependencies());
        jars.add(LibraryJars.copyAlone(folder));
        return jars;
    }

    private static Connection connect(ClassLoader driver, String className, String url) throws Exception {
        return ((Driver) driver.loadClass(className).getConstructor().newInstance()).connect(url, new Properties());
    }

    private static void register(ClassLoader library, Connection connection) throws Throwable {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(library);
        try {
            library.loadClass("org.glmmsql.jdbc.Glmm")
                    .getMethod("register", Connection.class)
                    .invoke(null, connection);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void assertFits(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FIT)) {
            row.next();
            assertThat(row.getString(1)).contains("\"status\":\"ok\"");
        }
    }

    /** An application in a server that has the driver. */
    @ParameterizedTest
    @CsvSource({
        "h2, org.h2.Driver, jdbc:h2:mem:",
        "duckdb, org.duckdb.DuckDBDriver, jdbc:duckdb:",
        "sqlite, org.sqlite.JDBC, jdbc:sqlite::memory:"
    })
    void theLibraryMaySeeADriverOfAParent(String engine, String className, String url) throws Throwable {
        try (URLClassLoader driver = loader(JDK, LibraryJars.drivers(Set.of(engine)));
                URLClassLoader library = loader(driver, library());
                Connection connection = connect(driver, className, url)) {
            register(library, connection);
            assertFits(connection);
        }
    }

    @Test
    void theDriverOfDuckDbMayBeOneThatTheLibraryDoesNotSee() throws Throwable {
        try (URLClassLoader driver = loader(JDK, LibraryJars.drivers(Set.of("duckdb")));
                URLClassLoader library = loader(JDK, library());
                Connection connection = connect(driver, "org.duckdb.DuckDBDriver", "jdbc:duckdb:")) {
            register(library, connection);
            register(library, connection);
            assertFits(connection);
        }
    }

    @ParameterizedTest
    @CsvSource({"h2, org.h2.Driver, jdbc:h2:mem:", "sqlite, org.sqlite.JDBC, jdbc:sqlite::memory:"})
    void aDriverThatTheLibraryDoesNotSeeIsACodedError(String engine, String className, String url) throws Exception {
        try (URLClassLoader library = loader(JDK, library());
                URLClassLoader driver = loader(library, LibraryJars.drivers(Set.of(engine)));
                Connection connection = connect(driver, className, url)) {
            assertThatThrownBy(() -> register(library, connection))
                    .isInstanceOf(SQLException.class)
                    .hasMessageStartingWith("GLMM-701: ")
                    .hasMessageContaining("the same folder of libraries");
        }
    }
}
