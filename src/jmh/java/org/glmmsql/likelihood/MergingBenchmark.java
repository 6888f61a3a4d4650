package org.glmmsql.likelihood;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What merging of equal rows brings: one evaluation with 5 binary covariates and 2,000 rows a cluster, most of which have equals. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MergingBenchmark {
    @Param({"true", "false"})
    boolean merge;

    @Param("1000000")
    int rows;

    private ModelData data;
    private ClusterLikelihood likelihood;
    private int step;

    @Setup
    public void simulate() {
        data = SimulatedColumns.built("binomial", "logit", rows, 2000, 6, "(1 | g)", true, merge)
                .data();
        likelihood = new ClusterLikelihood(data, 1, () -> {}, 1);
    }

    @Benchmark
    public double evaluate() {
        return likelihood.evaluate(SimulatedColumns.point(data, step++), new double[data.size()]);
    }
}
