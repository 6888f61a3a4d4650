package org.glmmsql.family;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
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

/** Nanoseconds a row of the inner loop of a fit: log f and its derivatives by eta, for a block of rows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DensityBenchmark {
    private static final int ROWS = 256;

    @Param({"binomial logit", "binomial probit", "binomial cloglog", "poisson log", "Gamma log", "inverse.gaussian log"
    })
    String model = "";

    private LogDensity density;
    private double[] y;
    private double[] w;
    private double[] eta;
    private double[] tau;
    private double[][] out;

    @Setup
    public void draw() {
        String[] familyAndLink = model.split(" ");
        density = Families.byName(familyAndLink[0]).density(familyAndLink[1]);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        y = random.doubles(ROWS)
                .map(u -> familyAndLink[0].equals("binomial") ? Math.round(u) : Math.ceil(5 * u))
                .toArray();
        w = random.doubles(ROWS).map(u -> 1).toArray();
        eta = random.doubles(ROWS, -2, 2).toArray();
        tau = new double[ROWS];
        out = new double[Want.places(2)][ROWS];
    }

    /** What a step of the conditional modes needs. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double[][] newton() {
        density.evaluate(0, ROWS, y, w, new double[][] {eta, tau}, new Want(false, true, false, false, 1), out);
        return out;
    }

    /** What an evaluation with gradient needs. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double[][] gradient() {
        density.evaluate(0, ROWS, y, w, new double[][] {eta, tau}, new Want(true, true, true, false, 1), out);
        return out;
    }
}
