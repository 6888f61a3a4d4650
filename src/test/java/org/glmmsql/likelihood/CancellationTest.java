package org.glmmsql.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One evaluation of a crossed model can take seconds: it asks within, not only before. */
class CancellationTest {
    private static final int SIZE = 800;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aDenseFactorAndItsInverseAskManyTimes(int threads) {
        AtomicInteger factoring = new AtomicInteger();
        DenseCholesky cholesky = diagonal(threads, factoring::incrementAndGet);
        assertThat(cholesky.factor()).isTrue();
        assertThat(factoring.get()).isGreaterThanOrEqualTo(15 / threads);
        int before = factoring.get();
        cholesky.invert();
        assertThat(factoring.get() - before).isGreaterThanOrEqualTo(30 / threads);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void whatTheProbeThrowsEndsTheWork(int threads) {
        AtomicInteger calls = new AtomicInteger();
        DenseCholesky factoring = diagonal(threads, stopAt(calls, 2));
        assertThatThrownBy(factoring::factor).isInstanceOf(CancellationException.class);
        assertThat(calls).hasValue(2);

        int toFactor = callsToFactor(threads);
        AtomicInteger later = new AtomicInteger();
        DenseCholesky inverting = diagonal(threads, stopAt(later, toFactor + 3));
        assertThat(inverting.factor()).isTrue();
        assertThatThrownBy(inverting::invert).isInstanceOf(CancellationException.class);
        assertThat(later).hasValue(toFactor + 3);
    }

    /** Every level meets every other: the work is in eliminating the sparse factor, not in the dense block. */
    @Test
    void theSparsePartAsksToo() {
        ModelData data = new SimulatedDesign(90_000)
                .intercept("a", 310)
                .intercept("b", 300)
                .data("gaussian", "identity", false);
        AtomicInteger calls = new AtomicInteger();
        GaussianLikelihood likelihood = new GaussianLikelihood(data, true, 0, calls::incrementAndGet, 1);
        int before = calls.get();
        double[] theta = {0.5, 0.5};
        likelihood.evaluate(theta, new double[2]);
        assertThat(calls.get() - before).isGreaterThanOrEqualTo(6);
    }

    @Test
    void anEvaluationStopsInTheMiddle() {
        ModelData data = new SimulatedDesign(6000)
                .intercept("a", 810)
                .intercept("b", SIZE)
                .data("binomial", "logit", false);
        double[] psi = new double[data.size()];
        for (int i = data.thetaFrom(); i < psi.length; i++) psi[i] = 0.5;
        AtomicInteger all = new AtomicInteger();
        new JointLikelihood(data, all::incrementAndGet, 1).evaluate(psi, new double[psi.length]);
        assertThat(all.get()).isGreaterThanOrEqualTo(60);
        AtomicInteger calls = new AtomicInteger();
        JointLikelihood likelihood = new JointLikelihood(data, stopAt(calls, all.get() - 10), 1);
        assertThatThrownBy(() -> likelihood.evaluate(psi, new double[psi.length]))
                .isInstanceOf(CancellationException.class);
        assertThat(calls).hasValue(all.get() - 10);
    }

    private static int callsToFactor(int threads) {
        AtomicInteger calls = new AtomicInteger();
        diagonal(threads, calls::incrementAndGet).factor();
        return calls.get();
    }

    private static DenseCholesky diagonal(int threads, Runnable cancellation) {
        DenseCholesky cholesky = new DenseCholesky(SIZE, threads, new Checkpoint(cancellation));
        for (int i = 0; i < SIZE; i++) cholesky.a[i][i] = 2;
        return cholesky;
    }

    private static Runnable stopAt(AtomicInteger calls, int number) {
        return () -> {
            if (calls.incrementAndGet() == number) throw new CancellationException();
        };
    }
}
