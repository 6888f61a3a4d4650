package org.glmmsql.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.jdbc.Glmm;

/** Connections with the functions. */
final class Databases {
    /** What a URL may hold and an error must not repeat. */
    private static final Pattern SECRET = Pattern.compile("(?i)(password|pwd)=[^;&]*|(?<=//)[^/@]*@");

    private static final String JDBC = "jdbc:";

    /** Spark in this process, by the word that Spark itself has for it. */
    private static final String SPARK = "spark:";

    private Databases() {}

    /** @throws GlmmException ENGINE for a URL that leads to no database. @throws SQLException that already has a code */
    static Connection open(String given) throws SQLException {
        String url = given.startsWith(SPARK) ? JDBC + given : given;
        if (!url.startsWith(JDBC)) {
            throw new GlmmException(
                    ErrorCode.ENGINE,
                    "'" + url
                            + "' is no JDBC URL; expected one as jdbc:duckdb:sales.db, jdbc:h2:./sales or jdbc:sqlite:sales.db, or spark:local[*]");
        }
        try {
            return Glmm.connect(url, new Properties());
        } catch (SQLException e) {
            String message = Messages.of(e);
            if (message.startsWith("GLMM-")) {
                throw e;
            }
            throw new GlmmException(
                    ErrorCode.ENGINE,
                    "the database '" + SECRET.matcher(url).replaceAll("...") + "' cannot be opened: " + message,
                    e);
        }
    }
}
