package org.glmmsql.likelihood;

import java.util.Arrays;
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

/** Nanoseconds a row of the Newton steps of all clusters to their modes, p = 3: from zero, or from modes that are right but for a step of beta. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NewtonBenchmark {
    private static final int ROWS = 100_000;

    @Param({"(1 | g)", "(x1 | g)"})
    String term = "";

    @Param({"20", "2000"})
    int clusterRows;

    @Param({"false", "true"})
    boolean fromZero;

    private ModelData data;
    private Clusters clusters;
    private double[] modes;
    private int[] runStart;
    private ClusterRun run;
    private int step;

    @Setup
    public void simulate() {
        data = SimulatedColumns.built("binomial", "logit", ROWS, clusterRows, 3, term, false, true)
                .data();
        clusters = new Clusters(data);
        modes = new double[clusters.count * clusters.q];
        runStart = clusters.runs(512);
        run = ClusterRun.of(clusters, runStart, new ProductRule(1, clusters.q), modes);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double[] modes() {
        if (fromZero) Arrays.fill(modes, 0);
        Clusters.Parameters at = clusters.new Parameters(SimulatedColumns.point(data, step++));
        for (int i = 0; i + 1 < runStart.length; i++) {
            run.load(runStart[i], runStart[i + 1], at);
            run.approachModes(at);
        }
        return modes;
    }
}
