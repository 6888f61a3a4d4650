package org.glmmsql.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.TDistribution;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Columns;
import org.glmmsql.model.DegreesOfFreedom;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The type I error of the test of a treatment that does nothing, at the last visit of a small trial: 20 patients an arm, four visits, drop-out
 * that depends on what was seen, any covariances of the visits. {@code mvn -q -B -Pslow test -Dtest=SmallTrialTest}.
 */
@Tag("slow")
class SmallTrialTest {
    private static final int TRIALS = 1000;
    private static final int PATIENTS = 40;
    private static final double[] SD = {4, 5, 6, 7};
    private static final double LEVEL = 0.05;
    private static final String TEXT =
            "y ~ baseline + arm * visit, residual = us(visit | patient), method = REML, df = kenward_roger, ranef = false";

    @Test
    void typeOneErrorIsTheLevel() {
        ModelSpec spec = ModelTextParser.parse(TEXT);
        int fitted = 0;
        int byNormal = 0;
        int bySatterthwaite = 0;
        int byKenwardRoger = 0;
        double mean = 0;
        // one stream for all: neighbouring seeds give numbers that are alike
        Random normal = new Random(1);
        SplittableRandom uniform = new SplittableRandom(1);
        for (int trial = 0; trial < TRIALS; trial++) {
            Map<String, Column> table = trial(normal, uniform);
            List<Column> bound = spec.variables().stream().map(table::get).toList();
            FittedModel model = GlmmFitter.fit(spec, DesignBuilder.build(spec, bound), Control.defaults());
            if (model.status() != Status.OK) continue;
            fitted++;
            double[] l = model.fixed().stream()
                    .mapToDouble(c -> c.term().equals("armb") || c.term().equals("armb:visit4") ? 1 : 0)
                    .toArray();
            double estimate = 0;
            for (int k = 0; k < l.length; k++)
                estimate += l[k] * model.fixed().get(k).estimate();
            DegreesOfFreedom adjusted = model.degreesOfFreedom();
            DegreesOfFreedom plain = model.degreesOfFreedom("satterthwaite");
            mean += adjusted.ofContrast(l);
            double z = Math.abs(estimate) / standardError(plain, l);
            if (z > 1.959964) byNormal++;
            if (z > quantile(plain.ofContrast(l))) bySatterthwaite++;
            if (Math.abs(estimate) / standardError(adjusted, l) > quantile(adjusted.ofContrast(l))) byKenwardRoger++;
        }
        System.out.printf(
                "%d fits, mean df %.1f; type I error: normal %.3f, satterthwaite %.3f, kenward_roger %.3f%n",
                fitted,
                mean / fitted,
                (double) byNormal / fitted,
                (double) bySatterthwaite / fitted,
                (double) byKenwardRoger / fitted);
        assertThat(fitted).isGreaterThanOrEqualTo(TRIALS * 99 / 100);
        assertThat((double) byKenwardRoger / fitted).isBetween(0.04, 0.06);
        assertThat((double) bySatterthwaite / fitted).isBetween(0.04, 0.06);
    }

    private static double quantile(double df) {
        return TDistribution.of(df).inverseSurvivalProbability(LEVEL / 2);
    }

    private static double standardError(DegreesOfFreedom df, double[] l) {
        double sum = 0;
        double[][] v = df.vcov();
        for (int i = 0; i < l.length; i++) for (int j = 0; j < l.length; j++) sum += l[i] * v[i][j] * l[j];
        return Math.sqrt(sum);
    }

    private static Map<String, Column> trial(Random normal, SplittableRandom uniform) {
        List<Double> y = new ArrayList<>();
        List<Double> baseline = new ArrayList<>();
        List<String> patients = new ArrayList<>();
        List<String> visits = new ArrayList<>();
        List<String> arms = new ArrayList<>();
        for (int patient = 0; patient < PATIENTS; patient++) {
            double start = 40 + 8 * normal.nextGaussian();
            double own = normal.nextGaussian();
            double before = 0;
            for (int visit = 0; visit < SD.length; visit++) {
                before = 0.5 * before + Math.sqrt(0.75) * normal.nextGaussian();
                double value = 0.6 * start - visit + SD[visit] * (0.6 * own + 0.8 * before);
                y.add(value);
                baseline.add(start);
                patients.add("p" + patient);
                visits.add(Integer.toString(visit + 1));
                arms.add(patient % 2 == 0 ? "a" : "b");
                // the worse a patient is the likelier he leaves: a quarter has left at the last visit
                if (uniform.nextDouble() < 0.09 * Math.exp(0.05 * (value - 24))) break;
            }
        }
        return Map.of(
                "y",
                Columns.numbers("y", y.toArray(Number[]::new)),
                "baseline",
                Columns.numbers("baseline", baseline.toArray(Number[]::new)),
                "patient",
                Columns.text("patient", patients.toArray(String[]::new)),
                "visit",
                Columns.text("visit", visits.toArray(String[]::new)),
                "arm",
                Columns.text("arm", arms.toArray(String[]::new)));
    }
}
