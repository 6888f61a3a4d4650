package org.glmmsql.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.glmmsql.function.Catalog;

/**
 * A database that can have the functions. Implementations are found by ServiceLoader, beside the driver of another database alone too: what
 * needs a class of the driver stands in another class than the one that implements this, used by {@link #register} only.
 */
public interface Engine {
    /** As in {@code --engine h2}. */
    String name();

    /** As the driver's metadata call the product. */
    String productName();

    /** As in {@code jdbc:h2:}. */
    String urlPrefix();

    /** Maven coordinates group:artifact:version of the driver that this was tested with. */
    String driver();

    /** What to do where the driver is missing. */
    default String remedy() {
        String[] coordinates = driver().split(":");
        return "add " + driver() + " to the class path, in Maven <dependency><groupId>" + coordinates[0]
                + "</groupId><artifactId>" + coordinates[1] + "</artifactId><version>" + coordinates[2]
                + "</version></dependency>";
    }

    /** Defines the functions for the connection; doing it again changes nothing. */
    void register(Connection connection, Catalog catalog) throws SQLException;

    /** The statements that keep definitions in a database, as in sql/(name)/install.sql; none where a database keeps none. */
    List<String> definitions(Catalog catalog);
}
