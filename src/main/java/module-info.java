/**
 * Mixed models as SQL functions. Drivers and what only the command line needs are optional. The DuckDB driver is reached without being
 * named.
 */
module org.glmmsql {
    requires transitive java.sql;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires ddogleg;
    requires ejml.core;
    requires ejml.ddense;
    requires org.apache.commons.numbers.gamma;
    requires org.apache.commons.statistics.distribution;
    requires static com.h2database;
    requires static info.picocli;
    requires static me.tongfei.progressbar;
    requires static org.xerial.sqlitejdbc;

    exports org.glmmsql.api;
    exports org.glmmsql.jdbc;
    exports org.glmmsql.model;
    exports org.glmmsql.error;
    exports org.glmmsql.engine;
    exports org.glmmsql.engine.h2; // H2 finds its functions by name

    opens org.glmmsql.cli; // picocli sets its fields

    uses org.glmmsql.engine.Engine;

    provides org.glmmsql.engine.Engine with
            org.glmmsql.engine.duckdb.DuckDbEngine,
            org.glmmsql.engine.h2.H2Engine,
            org.glmmsql.engine.sqlite.SqliteEngine;
    provides java.sql.Driver with
            org.glmmsql.jdbc.GlmmDriver;
}
