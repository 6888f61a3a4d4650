package org.glmmsql.likelihood;

import java.util.SplittableRandom;
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

/** Milliseconds for the dense trailing block of crossed factors: n^3 / 3 multiplications and additions for the factor, n^3 with the inverse. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CholeskyBenchmark {
    @Param({"200", "1128"})
    int n;

    @Param({"1", "2"})
    int threads;

    private double[][] matrix;
    private DenseCholesky cholesky;

    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) matrix[i][j] = random.nextDouble() - 0.5;
            matrix[i][i] = n;
        }
        cholesky = new DenseCholesky(n, threads, new Checkpoint(() -> {}));
    }

    @Benchmark
    public boolean factor() {
        for (int i = 0; i < n; i++) System.arraycopy(matrix[i], i, cholesky.a[i], i, n - i);
        return cholesky.factor();
    }

    @Benchmark
    public double[][] factorAndInvert() {
        factor();
        cholesky.invert();
        return cholesky.inverse;
    }
}
