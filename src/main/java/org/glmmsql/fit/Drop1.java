package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Conf;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.Term;
import org.glmmsql.frame.Column;
import org.glmmsql.model.Drop1Row;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;

/** A model beside those without one of its terms, each fitted to the same rows. */
public final class Drop1 {
    private Drop1() {}

    /** @throws GlmmException NOT_APPLICABLE for what has no likelihood ratio test of its terms, or none to drop */
    public static void check(ModelSpec spec) {
        GlmmFitter.check(spec);
        Method method = spec.options().method();
        String wrong = null;
        if (method != null && method != Method.ML)
            wrong = "compares likelihoods of models with other fixed effects, and those of method = " + method
                    + " do not compare; use method = ML";
        else if (spec.options().vcov() != null)
            wrong = "tests by likelihood, and vcov = " + spec.options().vcov()
                    + " is for data that it does not hold for; leave vcov out, or use glmm_terms";
        else if (spec.options().conf() != Conf.WALD) wrong = "gives no limits; leave conf out";
        else if (spec.droppable().isEmpty()) wrong = "drops terms of fixed effects, and the formula has none";
        if (wrong != null) throw new GlmmException(ErrorCode.NOT_APPLICABLE, "glmm_drop1 " + wrong);
    }

    /** @param spec closed, and checked */
    public static List<Drop1Row> rows(ModelSpec spec, List<Column> columns, Control control) {
        List<Drop1Row> rows = new ArrayList<>();
        FittedModel model = fit(spec, columns, control);
        rows.add(Drop1Row.of(model));
        // without a model there is nothing to compare
        if (model.status() != Status.OK) return rows;
        for (Term term : spec.droppable())
            rows.add(Drop1Row.of(term.name(), fit(spec.without(term), columns, control), model));
        return rows;
    }

    private static FittedModel fit(ModelSpec spec, List<Column> columns, Control control) {
        return GlmmFitter.fit(spec, DesignBuilder.build(spec, columns, control.cancellation()), control);
    }
}
