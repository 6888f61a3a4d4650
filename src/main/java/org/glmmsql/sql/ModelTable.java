package org.glmmsql.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.glmmsql.function.Argument;
import org.glmmsql.function.KeyedTable;
import org.glmmsql.function.Signature;
import org.glmmsql.function.SqlFunction;
import org.glmmsql.function.Table;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultColumn;
import org.glmmsql.model.Status;

/**
 * A table of a fitted model and further texts: two functions, for one model and for those of a query. A model without estimates is an error of
 * the first and left out by the second.
 *
 * @param name without the glmm_ before it
 * @param arguments beside the model
 * @param example the arguments of an example, with a comma before them
 * @param rows of a model and these texts, empty where they are not given
 */
record ModelTable<R>(
        String name,
        String doc,
        List<Argument> arguments,
        String example,
        List<ResultColumn<R>> columns,
        BiFunction<FittedModel, List<String>, List<R>> rows) {

    Stream<SqlFunction> functions() {
        Table one = one();
        return Stream.of(one, many(one));
    }

    private Table one() {
        String function = "glmm_" + name;
        return new Table(
                new Signature(
                        function,
                        with(Reading.MODEL),
                        doc,
                        "SELECT * FROM " + function + "((SELECT model FROM fits WHERE region = 'north')" + example
                                + ")"),
                columns,
                texts -> values(ModelJson.parse(texts.get(0)).valid(), texts));
    }

    private KeyedTable many(Table one) {
        return new KeyedTable(
                new Signature(
                        one.name() + "_by",
                        with(Reading.QUERY),
                        one.name() + " of every model of a query that has estimates, after the query's key columns",
                        "SELECT * FROM " + one.name() + "_by('SELECT region, model FROM fits'" + example + ")"),
                one,
                true,
                texts -> {
                    FittedModel model = ModelJson.parse(texts.get(0));
                    return model.status() == Status.OK ? values(model, texts) : List.of();
                });
    }

    private List<Argument> with(Argument first) {
        List<Argument> all = new ArrayList<>(List.of(first));
        all.addAll(arguments);
        return all;
    }

    private List<Object[]> values(FittedModel model, List<String> texts) {
        return rows.apply(model, texts.subList(1, texts.size())).stream()
                .map(row -> columns.stream().map(c -> c.valueOf(row)).toArray())
                .toList();
    }
}
