package org.glmmsql.inference;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.inference.Hypotheses.Hypothesis;
import org.glmmsql.model.CallOptions;
import org.glmmsql.model.FittedModel;
import org.jspecify.annotations.Nullable;

/**
 * Linear hypotheses on the fixed effects of the mean, one by one and all at once.
 *
 * @param row one hypothesis: the estimate is of its left less its right side, but for the number, with which the statistic compares it; for all
 *     at once only the label and the note count
 * @param joint all at once; null for one
 */
public record LinearTest(Estimate row, @Nullable JointTest joint) {
    /** What the row of all hypotheses is called. */
    public static final String JOINT = "joint";

    /** @throws org.glmmsql.error.GlmmException SYNTAX, UNKNOWN_COLUMN, UNKNOWN_OPTION, BAD_OPTION_VALUE, NOT_APPLICABLE, NOT_FITTED, LIMIT */
    public static List<LinearTest> of(FittedModel model, String hypotheses, String options) {
        CallOptions given = CallOptions.parse("glmm_test", options, List.of("df", "conf_level"));
        MeanPredictor mean = MeanPredictor.of(model);
        Wald wald = new Wald(mean, given.text("df"), given.share("conf_level"));
        List<Hypothesis> parsed = Hypotheses.parse(hypotheses, mean.names);
        List<LinearTest> rows = new ArrayList<>();
        String note = "";
        double[][] l = new double[parsed.size()][];
        double[] error = new double[parsed.size()];
        for (int i = 0; i < l.length; i++) {
            Hypothesis hypothesis = parsed.get(i);
            Quantity quantity = new Quantity(mean.eta(hypothesis.l()), hypothesis.l());
            Estimate row = wald.against(hypothesis.label(), quantity, hypothesis.value());
            rows.add(new LinearTest(row, null));
            note = note.isEmpty() ? row.note() : note;
            l[i] = mean.kept(hypothesis.l());
            error[i] = quantity.value() - hypothesis.value();
        }
        JointTest joint = note.isEmpty()
                ? JointTest.of(JOINT, l, error, model.degreesOfFreedom(given.text("df")))
                : JointTest.none(JOINT, note);
        rows.add(new LinearTest(Estimate.none(JOINT, "{}", joint.note()), joint));
        return rows;
    }
}
