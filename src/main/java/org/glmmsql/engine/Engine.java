package org.glmmsql.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A database that can have the functions. Implementations are found by ServiceLoader and load no class of the database before use. */
public interface Engine {
    /** As in {@code --engine h2}. */
    String name();

    /** As the driver's metadata call the product. */
    String productName();

    /** Defines the functions for the connection; doing it again changes nothing. */
    void register(Connection connection) throws SQLException;

    /** The statements that keep definitions in a database, as in sql/(name)/install.sql; none where a database keeps none. */
    List<String> definitions();
}
