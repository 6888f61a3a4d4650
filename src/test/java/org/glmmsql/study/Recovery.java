package org.glmmsql.study;

import java.util.LinkedHashMap;
import java.util.Map;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;

/** How well the parameters of a scenario come back from its data sets by one method. */
final class Recovery {
    /** Sums over fits of one parameter: error, squared error, and intervals that hold the truth. */
    private static final class Tally {
        private int fits;
        private double error;
        private double squared;
        private int intervals;
        private int covered;

        void add(double truth, double estimate, double low, double high) {
            fits++;
            error += estimate - truth;
            squared += (estimate - truth) * (estimate - truth);
            if (low <= high) {
                intervals++;
                covered += low <= truth && truth <= high ? 1 : 0;
            }
        }
    }

    private final Scenario scenario;
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private int fits;
    private int converged;
    private int singular;

    Recovery(Scenario scenario) {
        this.scenario = scenario;
    }

    void add(FittedModel model) {
        fits++;
        if (model.status() != Status.OK) {
            return;
        }
        converged++;
        singular += model.convergence().singular() ? 1 : 0;
        for (Coefficient c : model.fixed()) {
            tally(c.term()).add(scenario.beta(c.term()), c.estimate(), c.confLow(), c.confHigh());
        }
        for (VarCorr v : model.varCorr()) {
            if (v.term1() != null && v.term2() == null) {
                tally("sd " + v.term1()).add(scenario.sd(v.term1()), v.sdOrCorr(), v.confLow(), v.confHigh());
            }
        }
    }

    private Tally tally(String parameter) {
        return tallies.computeIfAbsent(parameter, p -> new Tally());
    }

    double convergenceRate() {
        return (double) converged / fits;
    }

    /** Mean error of a parameter. */
    double bias(String parameter) {
        Tally t = tally(parameter);
        return t.error / t.fits;
    }

    /** Standard error of {@link #bias}. */
    double biasError(String parameter) {
        Tally t = tally(parameter);
        return Math.sqrt((t.squared / t.fits - bias(parameter) * bias(parameter)) / t.fits);
    }

    /** Share of the intervals that hold the truth. A standard deviation at zero has no interval. */
    double coverage(String parameter) {
        Tally t = tally(parameter);
        return (double) t.covered / t.intervals;
    }

    /** Share of the fits on the boundary. */
    double singularRate() {
        return (double) singular / converged;
    }

    /** The parameters seen, fixed effects first. */
    Iterable<String> parameters() {
        return tallies.keySet();
    }
}
