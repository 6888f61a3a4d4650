package org.glmmsql.sql;

import java.util.List;
import java.util.stream.Stream;
import org.glmmsql.function.Catalog;
import org.glmmsql.function.SqlFunction;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ResultTable;

/** The one list of functions, from which the engines' definitions and the manual are made. */
public final class FunctionCatalog {
    /** The tables read from one model, or from those of a query: each is two functions. */
    public static final List<ResultTable<FittedModel, ?>> READERS = List.of(
            ResultTable.TIDY,
            ResultTable.FIXEF,
            ResultTable.RANEF,
            ResultTable.VARCORR,
            ResultTable.GLANCE,
            Vcov.TABLE);

    /** All functions, in the order of the manual. */
    public static final Catalog STANDARD = new Catalog(Stream.of(
                    Stream.of(FitFunctions.FIT, FitFunctions.HIERARCHICAL, FitFunctions.OF_QUERY),
                    READERS.stream().map(table -> table == Vcov.TABLE ? Vcov.ONE : Reading.one(table)),
                    READERS.stream().map(table -> table == Vcov.TABLE ? Vcov.MANY : Reading.many(table)),
                    InferenceFunctions.ALL.stream().flatMap(ModelTable::functions),
                    Stream.of(
                            InferenceFunctions.COMPARE,
                            AnovaFunction.ANOVA,
                            AnovaFunction.CHAIN,
                            SummaryFunctions.SUMMARY,
                            SummaryFunctions.STATUS,
                            PredictFunctions.MEAN,
                            PredictFunctions.STANDARD_ERROR,
                            PredictFunctions.CLASS,
                            RowFunctions.RESIDUAL,
                            RowFunctions.SIMULATE,
                            EffectFunctions.EFFECTS,
                            EffectFunctions.TIDY,
                            EffectFunctions.LOG_LIKELIHOOD,
                            RowFunctions.LEVERAGE,
                            RowFunctions.COOKS),
                    RefitFunctions.all())
            .<SqlFunction>flatMap(functions -> functions)
            .toList());

    private FunctionCatalog() {}
}
