package org.glmmsql.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.design.Recipe;
import org.glmmsql.design.ReferenceGrid;
import org.glmmsql.design.StoredDesign;
import org.glmmsql.design.TermColumns;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.formula.RandomPart;

/**
 * Format 1: coefficients of the mean and of a dispersion only, and the covariances of the former. What it does not say is made of its
 * model text; covariances of other estimates than those of the mean are unknown, and so is what its rows were like.
 */
final class ReaderOfFormat1 extends ModelReader {
    ReaderOfFormat1(JsonObject json) {
        super(json);
    }

    private ModelSpec spec(Recipe recipe) {
        return ModelTextParser.parse(json.text("model")).close(recipe.variables());
    }

    @Override
    List<Component> components(Recipe recipe) {
        List<Coefficient> fixed = coefficients(json, ResultTable.FIXEF.name());
        if (fixed.isEmpty()) {
            return List.of();
        }
        return ModelValidator.guarded(() -> {
            StoredDesign design = StoredDesign.of(spec(recipe), recipe);
            List<Component> components = new ArrayList<>();
            TermColumns columns = design.columns(RandomPart.MEAN, fixed.size());
            components.add(new Component(
                    RandomPart.MEAN,
                    Component.COND,
                    json.child(ResultTable.GLANCE.name()).text("link"),
                    fixed,
                    columns.terms(),
                    columns.assign(),
                    hasRelations() ? dropped(json, fixed) : List.<DroppedColumn>of()));
            List<Coefficient> dispersion = coefficients(json, "dispersion");
            Parameter parameter = Parameter.DISPERSION;
            if (!dispersion.isEmpty()) {
                TermColumns own = design.columns(parameter.name(), dispersion.size());
                components.add(new Component(
                        parameter.name(),
                        parameter.component(),
                        parameter.link(),
                        dispersion,
                        own.terms(),
                        own.assign(),
                        List.of()));
            }
            return components;
        });
    }

    /** The first files have none; where columns separate, they were those of all rows, and the estimates those of some. */
    private boolean hasRelations() {
        String status = json.child(ResultTable.GLANCE.name()).text("status");
        return json.has("dropped") && !status.equals(Status.SEPARATION.toString());
    }

    @Override
    double[][] covariance(List<Component> components, List<RandomTerm> terms, List<VarCorr> varCorr) {
        double[][] ofMean = json.matrix("vcov");
        List<Double> errors = new ArrayList<>();
        for (Component component : components) {
            component.kept().forEach(c -> errors.add(c.stdError()));
        }
        ModelParameter.places(terms, varCorr, null)
                .forEach(place -> errors.add(varCorr.get(place).stdError()));
        double[][] triangle = new double[errors.size()][];
        for (int i = 0; i < triangle.length; i++) {
            triangle[i] = new double[i + 1];
            Arrays.fill(triangle[i], Double.NaN);
            triangle[i][i] = errors.get(i) * errors.get(i);
        }
        int p = components.isEmpty() ? 0 : components.get(0).kept().size();
        ModelCheck.require(
                ofMean.length == p, () -> "its 'vcov' has " + ofMean.length + " rows for " + p + " fixed effects");
        for (int i = 0; i < p; i++) {
            int row = i;
            ModelCheck.require(
                    ofMean[i].length == p,
                    () -> "a row of its 'vcov' has " + ofMean[row].length + " numbers for " + p + " fixed effects");
            for (int j = 0; j <= i; j++) {
                double difference = Math.abs(ofMean[i][j] - ofMean[j][i]);
                double scale = Math.sqrt(ofMean[i][i]) * Math.sqrt(ofMean[j][j]);
                ModelCheck.require(
                        !(difference > CoefficientsCheck.ROUNDING * scale), () -> "its 'vcov' is not symmetric");
                triangle[i][j] = ofMean[i][j];
            }
        }
        return triangle;
    }

    /** Those of the formula. Their rows of variances follow each other; each has one for each coefficient, and correlations among them. */
    @Override
    List<RandomTerm> terms(Recipe recipe, List<VarCorr> varCorr) {
        if (varCorr.isEmpty() || json.children(ResultTable.FIXEF.name()).isEmpty()) {
            return List.of();
        }
        return ModelValidator.guarded(() -> {
            ModelSpec spec = spec(recipe);
            StoredDesign design = StoredDesign.of(spec, recipe);
            List<JsonObject> effects = json.children(ResultTable.RANEF.name());
            List<RandomTerm> terms = new ArrayList<>();
            int place = 0;
            for (int t = 0; t < spec.random().size(); t++) {
                RandomPart part = spec.random().get(t);
                List<String> columns = design.randomNames(t, varCorr.size());
                int q = columns.size();
                double[] sigma = new double[q * q];
                List<Integer> told = new ArrayList<>();
                for (; place < varCorr.size(); place++) {
                    VarCorr row = varCorr.get(place);
                    int i = columns.indexOf(row.term1());
                    int j = row.term2() == null ? i : columns.indexOf(row.term2());
                    boolean next = told.size() < q ? row.term2() == null && i == told.size() : row.term2() != null;
                    if (!row.group().equals(part.group()) || !next || i < 0 || j < 0) {
                        break;
                    }
                    sigma[i * q + j] = row.variance();
                    sigma[j * q + i] = row.variance();
                    told.add(place);
                }
                if (told.size() < q) {
                    throw wrongSize("varcorr");
                }
                String law = varCorr.get(told.get(0)).law();
                double[] stored = t < effects.size() ? effects.get(t).numbers("sigma") : sigma;
                if (stored.length != sigma.length) {
                    throw wrongSize("sigma");
                }
                terms.add(new RandomTerm(Component.COND, part.group(), law, part.covariance(), columns, told, stored));
            }
            return terms;
        });
    }

    @Override
    void checkParameters(FittedModel model) {
        // they are not told
    }

    @Override
    ReferenceGrid grid() {
        return ReferenceGrid.NONE;
    }
}
