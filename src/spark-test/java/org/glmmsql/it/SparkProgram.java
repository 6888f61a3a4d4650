package org.glmmsql.it;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A program of a user of Spark: it knows of glmm-sql a setting and SQL. */
final class SparkProgram {
    private SparkProgram() {}

    public static void main(String[] arguments) {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.sql.extensions", "org.glmmsql.engine.spark.GlmmExtensions")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        spark.read()
                .schema("herd STRING, incidence INT, size INT, period STRING")
                .option("header", true)
                .csv("src/test/resources/reference/cbpp/data.csv")
                .createOrReplaceTempView("cbpp");
        for (Row row : spark.sql(
                        "SELECT term, round(estimate, 4) AS estimate FROM glmm_fixef(("
                                + "SELECT glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), binomial', struct(*)) FROM cbpp))")
                .collectAsList()) {
            System.out.println(row.getString(0) + " " + row.getDouble(1));
        }
        spark.stop();
    }
}
