package org.glmmsql.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.design.Recipe;
import org.glmmsql.design.ReferenceCells;
import org.glmmsql.design.ReferenceGrid;
import org.glmmsql.design.ReferenceVariable;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.ResidualPart;
import org.glmmsql.frame.Spread;
import org.jspecify.annotations.Nullable;

/** Turns the members of a stored model into a model, those of {@link ModelJson#FORMAT} if no format of its own overrides it. Sizes that do not fit together raise NOT_A_MODEL. */
class ModelReader {
    private static final long EXACT_INTEGERS = 1L << 53;

    final JsonObject json;
    private final JsonObject glance;

    ModelReader(JsonObject json) {
        this.json = json;
        this.glance = json.child(ResultTable.GLANCE.name());
    }

    FittedModel model() {
        Recipe recipe = recipe(json.child("recipe"));
        List<VarCorr> varCorr = json.children(ResultTable.VARCORR.name()).stream()
                .map(ModelReader::varCorr)
                .toList();
        List<Component> components = components(recipe);
        List<RandomTerm> terms = terms(recipe, varCorr);
        FittedModel model = new FittedModel(
                glance.text("version"),
                json.text("model"),
                status(glance.text("status")),
                glance.text("message"),
                json.text("formula"),
                glance.text("family"),
                glance.text("link"),
                glance.text("method"),
                glance.integer("nagq"),
                glance.integer("nobs"),
                glance.whole("n_dropped", EXACT_INTEGERS),
                json.map("groups", groups -> groups::integer),
                glance.number("log_lik"),
                json.integer("npar"),
                glance.number("sigma"),
                glance.number("df_residual"),
                json.number("conf_level"),
                convergence(),
                components,
                covariance(components, terms, varCorr),
                terms,
                varCorr,
                new RandomEffectsReader(json.children(ResultTable.RANEF.name()), terms, components, minimal())
                        .effects(),
                json.map("h_likelihoods", values -> values::number),
                json.text("data_digest"),
                recipe,
                grid(),
                minimal()
                        ? new DegreesOfFreedomParts(json.text("df_method"), Double.NaN, null, null, null)
                        : new DegreesOfFreedomReader(json).parts(components));
        checkParameters(model);
        return json.has("quality") ? model.with(quality(json.child("quality"), terms)) : model;
    }

    private static Status status(String text) {
        return Arrays.stream(Status.values())
                .filter(status -> status.toString().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new GlmmException(
                        ErrorCode.NOT_A_MODEL,
                        "the value is not a model of glmm_fit, its status is '" + Excerpt.of(text) + "'"));
    }

    private Convergence convergence() {
        return new Convergence(
                glance.flag("converged"),
                glance.flag("is_singular"),
                glance.number("grad_max"),
                glance.number("hess_cond"),
                json.number("decrement"),
                glance.integer("iterations"),
                glance.integer("evaluations"),
                json.text("advice"));
    }

    List<Component> components(Recipe recipe) {
        return json.children("components").stream()
                .map(row -> {
                    List<Coefficient> coefficients = coefficients(row, "coefficients");
                    return new Component(
                            row.text("parameter"),
                            row.text("component"),
                            row.text("link"),
                            coefficients,
                            row.texts("terms"),
                            row.integers("assign"),
                            dropped(row, coefficients));
                })
                .toList();
    }

    static List<Coefficient> coefficients(JsonObject json, String name) {
        return json.children(name).stream().map(ModelReader::coefficient).toList();
    }

    static List<DroppedColumn> dropped(JsonObject json, List<Coefficient> coefficients) {
        long p = coefficients.stream().filter(c -> !Double.isNaN(c.estimate())).count();
        return json.children("dropped").stream()
                .map(row -> {
                    double[] relation = row.numbers("coefficients");
                    if (relation.length != p) {
                        throw wrongSize("dropped");
                    }
                    return new DroppedColumn(
                            row.text("term"),
                            relation,
                            row.number("scale"),
                            row.has("constant") ? row.number("constant") : 0);
                })
                .toList();
    }

    private boolean minimal() {
        return FittedModel.isMinimal(json.text("model"));
    }

    private @Nullable ResidualPart residual() {
        return FittedModel.residual(json.text("model"));
    }

    /** The lower triangle of the joint covariance matrix. */
    double[][] covariance(List<Component> components, List<RandomTerm> terms, List<VarCorr> varCorr) {
        double[][] triangle = json.matrix("vcov");
        if (minimal() && triangle.length == 0) {
            return triangle;
        }
        int size = ModelParameter.places(terms, varCorr, residual()).size();
        for (Component component : components) {
            size += component.kept().size();
        }
        if (triangle.length != size) {
            throw JsonObject.notAModel("its 'vcov' has " + triangle.length + " rows for " + size + " parameters", null);
        }
        for (int i = 0; i < size; i++) {
            if (triangle[i].length != i + 1) {
                throw JsonObject.notAModel(
                        "row " + (i + 1) + " of its 'vcov' has " + triangle[i].length + " numbers, not " + (i + 1),
                        null);
            }
        }
        return triangle;
    }

    List<RandomTerm> terms(Recipe recipe, List<VarCorr> varCorr) {
        return json.children("terms").stream()
                .map(row -> {
                    RandomTerm term = new RandomTerm(
                            row.text("component"),
                            row.text("group_name"),
                            row.text("law"),
                            row.text("structure"),
                            row.texts("columns"),
                            row.integers("varcorr"),
                            row.numbers("sigma"));
                    if (term.sigma().length != term.q() * term.q()) {
                        throw wrongSize("sigma");
                    }
                    if (!term.told().stream().allMatch(place -> place >= 0 && place < varCorr.size())) {
                        throw wrongSize("varcorr");
                    }
                    return term;
                })
                .toList();
    }

    /** What is told of the parameters for readers without this library is what they are. */
    void checkParameters(FittedModel model) {
        List<Coefficient> fixef = coefficients(json, ResultTable.FIXEF.name());
        // earlier ones had the coefficients of the mean alone
        ModelCheck.require(
                fixef.equals(TidyRow.fixed(model).stream()
                                .map(TidyRow::coefficient)
                                .toList())
                        || fixef.equals(model.fixed()),
                () -> "its 'fixef' is not that of its 'components'");
        List<ModelParameter> told = json.children("parameters").stream()
                .map(row -> new ModelParameter(
                        row.text("component"),
                        row.textOrNull("group_name"),
                        row.text("term"),
                        row.text("scale"),
                        row.number("estimate")))
                .toList();
        ModelCheck.require(
                told.equals(model.parameters()),
                () -> "its 'parameters' are not those of its 'components' and 'varcorr'");
        CoefficientsCheck.standardErrors(model);
    }

    ReferenceGrid grid() {
        return new ReferenceGrid(
                json.children("variables").stream()
                        .map(row -> new ReferenceVariable(
                                row.text("name"),
                                row.text("kind"),
                                row.text("kind").equals("text")
                                        ? null
                                        : new Spread(
                                                row.number("mean"),
                                                row.number("sd"),
                                                row.number("min"),
                                                row.number("max"),
                                                DoubleStream.of(row.numbers("distinct"))
                                                        .boxed()
                                                        .toList())))
                        .toList(),
                json.children("cells").stream()
                        .map(row -> new ReferenceCells(row.texts("factors"), row.integerRows("counts")))
                        .toList());
    }

    private static FitQuality quality(JsonObject row, List<RandomTerm> terms) {
        double[] random = row.numbers("var_random");
        if (random.length != terms.size()
                || row.has("residuals") && row.numbers("residuals").length != FitQuality.QUARTILES) {
            throw wrongSize("quality");
        }
        return new FitQuality(
                row.number("var_fixed"),
                DoubleStream.of(random).boxed().toList(),
                row.number("pearson"),
                row.number("zeros_observed"),
                row.number("zeros_expected"),
                row.number("exposure"),
                row.has("residuals")
                        ? DoubleStream.of(row.numbers("residuals")).boxed().toList()
                        : List.of());
    }

    static String component(JsonObject row) {
        return row.has("component") ? row.text("component") : Component.COND;
    }

    private static Coefficient coefficient(JsonObject row) {
        double estimate = row.number("estimate");
        double df = row.number("df"); // the normal distribution's infinite df is stored as null
        return new Coefficient(
                row.text("term"),
                estimate,
                row.number("std_error"),
                Double.isNaN(df) && !Double.isNaN(estimate) ? Double.POSITIVE_INFINITY : df,
                row.number("statistic"),
                row.number("p_value"),
                row.number("conf_low"),
                row.number("conf_high"));
    }

    private static VarCorr varCorr(JsonObject row) {
        return new VarCorr(
                row.text("group_name"),
                row.text("law"),
                row.textOrNull("term1"),
                row.textOrNull("term2"),
                row.number("variance"),
                row.number("sd_or_corr"),
                row.number("std_error"),
                row.number("conf_low"),
                row.number("conf_high"),
                component(row));
    }

    static GlmmException wrongSize(String name) {
        return new GlmmException(
                ErrorCode.NOT_A_MODEL,
                "the value is not a model of glmm_fit, the sizes of '" + name + "' do not fit together");
    }

    private static Recipe recipe(JsonObject recipe) {
        return new Recipe(
                recipe.texts("variables"),
                recipe.map("levels", levels -> levels::texts),
                recipe.map("contrasts", contrasts -> contrasts::text),
                recipe.map(
                        "constants",
                        constants -> name ->
                                DoubleStream.of(constants.numbers(name)).boxed().toList()),
                recipe.has("categories") ? recipe.texts("categories") : List.of(),
                recipe.has("response") ? recipe.texts("response") : List.of());
    }
}
