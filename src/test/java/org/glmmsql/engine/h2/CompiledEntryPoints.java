package org.glmmsql.engine.h2;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.glmmsql.Compiled;
import org.glmmsql.function.Catalog;
import org.glmmsql.function.SqlFunction;

/** The entry points of a catalogue, made and compiled as the build does it, for a test that has a catalogue of its own. */
public final class CompiledEntryPoints implements AutoCloseable {
    private static final EntryPoints NAMES = new EntryPoints("org.glmmsql.made", "MadeFunctions");

    private final URLClassLoader loader;

    /**
     * @param catalogField class and field of the catalogue
     * @param directory for the class files
     */
    public CompiledEntryPoints(Catalog catalog, String catalogField, Path directory) throws IOException {
        Compiled.into(directory, new EntryPointsSource(NAMES, catalogField).of(catalog));
        loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, CompiledEntryPoints.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader); // where H2 looks
    }

    /** Defines a function of the catalogue. */
    public void define(SqlFunction function, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(H2Engine.definition(function, NAMES));
        }
    }

    @Override
    public void close() throws IOException {
        Thread.currentThread().setContextClassLoader(loader.getParent());
        loader.close();
    }
}
