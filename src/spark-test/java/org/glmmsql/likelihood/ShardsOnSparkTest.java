package org.glmmsql.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.Serializable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.glmmsql.engine.contract.TestDatabase;
import org.glmmsql.optimize.Minimizer;
import org.glmmsql.optimize.Minimum;
import org.junit.jupiter.api.Test;

/** One likelihood over the partitions of Spark: its shards are cached there, requests go to them and sums come back. */
class ShardsOnSparkTest {
    private static final int SHARDS = 16;
    private static final ModelData DATA =
            new SimulatedDesign(20000).intercept("g", 1000).data("binomial", "logit", false);
    private static final int[] STARTS = ClusterShard.starts(DATA, SHARDS);
    private static final AtomicInteger MADE = new AtomicInteger();

    @Test
    void neitherPartitionsNorLossesChangeABit() throws SQLException {
        Minimum local =
                minimum(new ClusterLikelihood(DATA, 1, () -> {}, 1), new double[] {0.3, 0.3, 0.3, 0.3}, new double[] {
                    2e3, 2e3, 2e3, 2e3
                });
        // every evaluation is a job: begin near
        double[] start = new double[DATA.size()];
        double[] information = new double[DATA.size()];
        for (int k = 0; k < start.length; k++) {
            information[k] = local.hessian()[k][k];
            start[k] = local.x()[k] + 1 / Math.sqrt(information[k]);
        }
        try (TestDatabase open = TestDatabase.openShared("jdbc:spark:local[2]")) {
            JavaSparkContext spark = new JavaSparkContext(SparkContext.getOrCreate());
            Minimum two = minimum(onSpark(spark, 2, 0), start, information);
            for (Minimum other : List.of(
                    minimum(onSpark(spark, 16, 0), start, information),
                    minimum(onSpark(spark, 5, 4), start, information))) {
                assertThat(other.value()).isEqualTo(two.value());
                assertThat(other.x()).isEqualTo(two.x());
                assertThat(other.evaluations()).isEqualTo(two.evaluations());
            }
            // once by each of three searches, and again by the one that lost them
            assertThat(MADE).hasValue(4 * SHARDS);
            assertThat(two.converged()).isTrue();
            assertThat(two.value()).isCloseTo(local.value(), within(1e-9 * Math.abs(local.value())));
            // a standard error is not below one over the root of its entry of the information
            for (int k = 0; k < DATA.size(); k++)
                assertThat(two.x()[k]).isCloseTo(local.x()[k], within(1e-6 / Math.sqrt(local.hessian()[k][k])));
        }
    }

    private static Minimum minimum(MarginalLikelihood likelihood, double[] start, double[] information) {
        int d = start.length;
        double[][] metric = new double[d][d];
        for (int k = 0; k < d; k++) metric[k][k] = 1 / information[k];
        return new Minimizer(1e-9, 100)
                .minimize(
                        (x, gradient) -> {
                            double value = likelihood.evaluate(x, gradient);
                            for (int k = 0; k < d; k++) gradient[k] = -gradient[k];
                            return -value;
                        },
                        start,
                        metric);
    }

    /** @param lostAt the request at which all shards are lost; 0 for none */
    private static MarginalLikelihood onSpark(JavaSparkContext spark, int partitions, int lostAt) {
        JavaRDD<Numbered> shards = spark.parallelize(
                        IntStream.range(0, SHARDS).boxed().toList(), partitions)
                .map(Numbered::made)
                .persist(StorageLevel.MEMORY_ONLY());
        return new ClusterLikelihood(DATA.rows(0, 0), 1, new Partitioned(shards, lostAt));
    }

    /** A shard as it is kept where its rows are. */
    private record Numbered(int number, ClusterShard shard) {
        static Numbered made(int number) {
            MADE.incrementAndGet();
            return new Numbered(number, new ClusterShard(DATA.rows(STARTS[number], STARTS[number + 1]), () -> {}, 1));
        }
    }

    private record Answer(int number, Serializable result) implements Serializable {
        static <R extends Serializable> Answer of(Request<ClusterShard, R> request, Numbered shard) {
            return new Answer(shard.number, request.answer(shard.shard));
        }
    }

    private static final class Partitioned implements Shards<ClusterShard> {
        private final JavaRDD<Numbered> shards;
        private final int lostAt;
        private int requests;

        Partitioned(JavaRDD<Numbered> shards, int lostAt) {
            this.shards = shards;
            this.lostAt = lostAt;
        }

        @Override
        public boolean lasting() {
            return false;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <R extends Serializable> List<R> ask(Request<ClusterShard, R> request) {
            if (++requests == lostAt) shards.unpersist(true).persist(StorageLevel.MEMORY_ONLY());
            List<Answer> answers = new ArrayList<>(answers(shards, request));
            answers.sort(Comparator.comparingInt(Answer::number));
            return answers.stream().map(answer -> (R) answer.result()).toList();
        }

        /** Without this, which a job could not take along. */
        private static <R extends Serializable> List<Answer> answers(
                JavaRDD<Numbered> shards, Request<ClusterShard, R> request) {
            return shards.map(shard -> Answer.of(request, shard)).collect();
        }
    }
}
