package org.glmmsql.reference;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.glmmsql.design.Design;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.design.PredictorDesign;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.RandomEffects;

/**
 * The model of a case fitted without a database.
 *
 * @param milliseconds from columns to model
 */
record CaseFit(Design design, FittedModel model, double milliseconds) {
    static CaseFit of(ReferenceCase reference) throws SQLException {
        ModelSpec spec = ModelTextParser.parse(reference.model());
        Map<String, Column> columns = CsvTable.columns(reference);
        List<Column> bound = spec.variables().stream().map(columns::get).toList();
        long start = System.nanoTime();
        Design design = DesignBuilder.build(spec, bound);
        FittedModel model = GlmmFitter.fit(spec, design, Control.defaults());
        double milliseconds = (System.nanoTime() - start) / 1e6;
        // what is compared is what is stored, which has to be whole in the eyes of whoever reads it
        return new CaseFit(design, ModelJson.parse(ModelJson.write(model)), milliseconds);
    }

    /** Conditional means of the first rows, from the estimates and the design alone. */
    double[] fitted(int rows) {
        Family family = Families.byName(model.family());
        return IntStream.range(0, rows)
                .mapToDouble(i -> {
                    double[] predictors = family.parameters().stream()
                            .mapToDouble(parameter -> predictor(i, parameter))
                            .toArray();
                    return (1 - zero(i))
                            * family.meanOfResponse(model.link(), predictors, new double[predictors.length]);
                })
                .toArray();
    }

    /** That of a parameter in row i; a constant one may have no design. */
    private double predictor(int i, Parameter parameter) {
        if (parameter.component().equals("cond")) return eta(i, design.mean(), model.fixed(), "cond");
        PredictorDesign given = design.predictor(parameter.name());
        List<Coefficient> coefficients = model.components().stream()
                .filter(c -> c.parameter().equals(parameter.name()))
                .flatMap(c -> c.coefficients().stream())
                .toList();
        if (given != null && !coefficients.isEmpty()) return eta(i, given, coefficients, parameter.component());
        return coefficients.isEmpty() ? Double.NaN : coefficients.get(0).estimate();
    }

    /** The share of zeros that are none of the counts. */
    private double zero(int i) {
        PredictorDesign zero = design.predictor("zero");
        if (zero == null) {
            return 0;
        }
        List<Coefficient> coefficients = model.components().stream()
                .filter(c -> c.parameter().equals("zero"))
                .findFirst()
                .orElseThrow()
                .coefficients();
        return 1 / (1 + Math.exp(-eta(i, zero, coefficients, "zero")));
    }

    private double eta(int i, PredictorDesign predictor, List<Coefficient> coefficients, String component) {
        double eta = predictor.offset() == null ? 0 : predictor.offset()[i];
        for (int j = 0; j < predictor.fixed().p(); j++) {
            String term = predictor.fixed().names().get(j);
            double beta = coefficients.stream()
                    .filter(c -> c.term().equals(term))
                    .findAny()
                    .orElseThrow()
                    .estimate();
            double x = predictor.fixed().columns()[j][i];
            // an estimate that is infinite is NaN, and says nothing about the rows that have not its column
            eta += x == 0 ? 0 : x * beta;
        }
        for (int t = 0; t < design.random().size(); t++) {
            RandomDesign random = design.random().get(t);
            RandomEffects effects = model.randomEffects().get(t);
            if (!effects.component().equals(component)) {
                continue;
            }
            double[] modes =
                    effects.modes()[effects.levels().indexOf(random.levels().get(random.level()[i]))];
            for (int k = 0; k < random.q(); k++) {
                eta += random.z()[k][i] * modes[k];
            }
        }
        return eta;
    }
}
