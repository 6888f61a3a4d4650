package org.glmmsql.likelihood;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a row of one evaluation of the Laplace likelihood with its gradient: two or three Newton passes and the last one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EvaluationBenchmark {
    private static final int ROWS = 100_000;

    @Param({"binomial logit", "poisson log", "Gamma log", "gaussian identity"})
    String model = "";

    @Param({"3", "6", "20"})
    int p;

    private ModelData data;
    private ClusterLikelihood likelihood;
    private double[] gradient;
    private int step;

    @Setup
    public void simulate() {
        String[] familyAndLink = model.split(" ");
        data = SimulatedColumns.built(familyAndLink[0], familyAndLink[1], ROWS, 20, p, "(1 | g)", false, true)
                .data();
        likelihood = new ClusterLikelihood(data, 1, () -> {}, 1);
        gradient = new double[data.size()];
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double evaluate() {
        return likelihood.evaluate(SimulatedColumns.point(data, step++), gradient);
    }
}
