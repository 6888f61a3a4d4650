package org.glmmsql.engine.spark;

/** Spark in the JVM of the tests. */
final class EmbeddedSparkUrl {
    static final String MASTER = "jdbc:spark:local[2]";

    /** For many small statements: nothing is compiled for each of them. */
    static final String INTERPRETED = MASTER
            + ";spark.sql.codegen.wholeStage=false;spark.sql.codegen.factoryMode=NO_CODEGEN;spark.sql.adaptive.enabled=false";

    private EmbeddedSparkUrl() {}
}
