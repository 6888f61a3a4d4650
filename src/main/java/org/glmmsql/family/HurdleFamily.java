package org.glmmsql.family;

import java.util.Arrays;
import org.glmmsql.design.Response;
import org.jspecify.annotations.Nullable;

/**
 * Zeros beside responses that are never 0: f(0) = p, else f = (1 - p) f_0, so that whether a response is 0 is a logistic regression of its
 * own (D-F20). Prior weights mean for the others what they mean to their family; a response is 0 as often as that where they count rows,
 * and once where they divide a dispersion.
 */
final class HurdleFamily extends WithZerosFamily {
    /** @param others a family without zeros */
    HurdleFamily(Family others) {
        super(others);
    }

    /** log f of the others, beside that of being 0: no derivative is by both. */
    private record Hurdle(LogDensity others, boolean weighted) implements LogDensity {
        private static final Kernel BERNOULLI = new LogitKernel();

        @Override
        public int predictors() {
            return others.predictors() + 1;
        }

        @Override
        public void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out) {
            int k = others.predictors();
            Want ofOthers =
                    new Want(want.value(), want.newton(), want.third(), want.others(), want.random() & (1 << k) - 1);
            double[] above = new double[len];
            double[] isZero = new double[len];
            for (int j = 0; j < len; j++) {
                isZero[j] = y[row + j] == 0 ? 1 : 0;
                // of a weight of 0, and so nothing
                above[j] = isZero[j] == 1 ? 0 : w[row + j];
            }
            double[] responses = Arrays.copyOfRange(y, row, row + len);
            others.evaluate(0, len, responses, above, eta, ofOthers, out);
            double[][] zero = new double[4][len];
            BERNOULLI.evaluate(0, len, isZero, eta[k], Kernel.VALUE | Kernel.NEWTON | Kernel.THIRD, zero);
            for (int place : want.rows(k + 1)) {
                if (place >= Want.places(k)) Arrays.fill(out[place], 0, len, 0);
            }
            boolean random = want.isRandom(k);
            if (want.value()) add(row, w, zero[0], out[L]);
            if (random ? want.newton() : want.others()) add(row, w, zero[1], out[Want.place(k)]);
            if (random && want.newton()) add(row, w, zero[2], out[Want.place(k, k)]);
            if (random && want.third()) add(row, w, zero[3], out[Want.place(k, k, k)]);
        }

        private void add(int row, double[] w, double[] values, double[] to) {
            for (int j = 0; j < values.length; j++) {
                double weight = w[row + j];
                if (weight > 0) to[j] += weighted ? weight * values[j] : values[j];
            }
        }

        @Override
        public boolean concave(int random) {
            return others.concave(random & (1 << others.predictors()) - 1);
        }

        @Override
        public boolean oneMode(int random) {
            return others.oneMode(random & (1 << others.predictors()) - 1);
        }

        @Override
        public double logConstant(double y, double w) {
            return y == 0 ? 0 : others.logConstant(y, w);
        }
    }

    @Override
    public LogDensity density(String link) {
        return new Hurdle(others.density(link), !others.hasUnit());
    }

    @Override
    public boolean isApart(double y) {
        return y == 0;
    }

    @Override
    public int edge(double y) {
        return y == 0 ? 0 : super.edge(y);
    }

    /** What is not 0 has to be in the range of the others. */
    @Override
    public double[] priorWeights(Response response, double @Nullable [] weights) {
        double[] y = response.y();
        double[] above = response.trials() != null || response.binary()
                ? y
                : Arrays.stream(y).filter(value -> value != 0).toArray();
        others.priorWeights(new Response(response.name(), above, response.trials(), response.binary()), null);
        return LinkedFamily.checkedWeights(y.length, weights);
    }

    /** The share of zeros; the others begin where they do without them. */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        double zeros = 0;
        double total = 0;
        double[] above = w.clone();
        for (int i = 0; i < y.length; i++) {
            total += w[i];
            if (y[i] != 0) continue;
            zeros += w[i];
            above[i] = 0;
        }
        return parameter.equals(ZERO) ? logit(zeros / total) : others.start(parameter, y, above, mu);
    }

    @Override
    public double unitDeviance(double y, double mu) {
        return y == 0 ? 0 : super.unitDeviance(y, mu);
    }
}
