package org.glmmsql.sql;

import java.util.List;
import org.glmmsql.function.Argument;
import org.glmmsql.function.Signature;
import org.glmmsql.function.Table;
import org.glmmsql.model.ModelComparison;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultTable;

/** {@code glmm_anova}: two models compared. */
final class AnovaFunction {
    static final Table ANOVA = new Table(
            new Signature(
                    "glmm_anova",
                    List.of(
                            Argument.text("model1", "a model"),
                            Argument.text("model2", "another model of the same rows, in any order")),
                    ResultTable.ANOVA.doc(),
                    "SELECT * FROM glmm_anova((SELECT model FROM small), (SELECT model FROM large))"),
            ResultTable.ANOVA.columns(),
            texts -> ResultTable.ANOVA.values(
                    ModelComparison.of(ModelJson.parse(texts.get(0)), ModelJson.parse(texts.get(1)))));

    private AnovaFunction() {}
}
