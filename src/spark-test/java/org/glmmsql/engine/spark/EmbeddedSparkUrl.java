package org.glmmsql.engine.spark;

/** Spark in the JVM of the tests. */
final class EmbeddedSparkUrl {
    static final String MASTER = "jdbc:spark:local[2]";

    /**
     * For many small statements: nothing is compiled for each of them, and texts in quotes are as the SQL standard has them. The settings are
     * those of the first connection of the JVM.
     */
    static final String INTERPRETED = MASTER
            + ";spark.sql.parser.escapedStringLiterals=true;spark.sql.codegen.wholeStage=false"
            + ";spark.sql.codegen.factoryMode=NO_CODEGEN;spark.sql.adaptive.enabled=false";

    private EmbeddedSparkUrl() {}
}
