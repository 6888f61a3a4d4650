package org.glmmsql.engine.spark;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.glmmsql.engine.Engine;
import org.glmmsql.function.Catalog;

/** Spark SQL in this process, by {@link SparkDriver}. A cluster has the functions by {@link GlmmExtensions}. */
public final class SparkEngine implements Engine {
    @Override
    public String name() {
        return "spark";
    }

    @Override
    public String productName() {
        return "Spark SQL";
    }

    @Override
    public String urlPrefix() {
        return SparkDriver.PREFIX;
    }

    @Override
    public String driver() {
        return "org.apache.spark:spark-sql_2.13:4.2.0";
    }

    @Override
    public String remedy() {
        return "start with the archives of Spark 4.2 before glmm-sql.jar on the class path:"
                + " spark-submit --class org.glmmsql.cli.Main glmm-sql.jar --url spark:local[*] ...,"
                + " or java with the options of docs/spark.md; in Maven add " + driver();
    }

    @Override
    public void register(Connection connection, Catalog catalog) throws SQLException {
        connection.unwrap(SparkConnection.class).register(catalog);
    }

    @Override
    public List<String> definitions(Catalog catalog) {
        return List.of();
    }
}
