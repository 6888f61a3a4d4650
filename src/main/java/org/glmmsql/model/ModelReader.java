package org.glmmsql.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.design.Recipe;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Parameter;

/** Turns the members of format 1 of {@link ModelJson} into a model. Sizes that do not fit together raise NOT_A_MODEL. */
final class ModelReader {
    private static final long EXACT_INTEGERS = 1L << 53;

    private final JsonObject json;
    private final JsonObject glance;

    ModelReader(JsonObject json) {
        this.json = json;
        this.glance = json.child(ResultTable.GLANCE.name());
    }

    FittedModel model() {
        return new FittedModel(
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
                coefficients(ResultTable.FIXEF.name()),
                components(),
                json.matrix("vcov"),
                dropped(),
                json.children(ResultTable.VARCORR.name()).stream()
                        .map(ModelReader::varCorr)
                        .toList(),
                json.children(ResultTable.RANEF.name()).stream()
                        .map(this::randomEffects)
                        .toList(),
                json.map("h_likelihoods", values -> values::number),
                json.text("data_digest"),
                recipe(json.child("recipe")));
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

    private List<Coefficient> coefficients(String name) {
        return json.children(name).stream().map(ModelReader::coefficient).toList();
    }

    /** Those of a model that was stored before there were others than the dispersion. */
    private List<Component> components() {
        if (json.has("components")) {
            return json.children("components").stream()
                    .map(child -> new Component(
                            child.text("parameter"),
                            child.text("component"),
                            child.text("link"),
                            child.children(ResultTable.FIXEF.name()).stream()
                                    .map(ModelReader::coefficient)
                                    .toList()))
                    .toList();
        }
        List<Coefficient> dispersion = coefficients("dispersion");
        Parameter parameter = Parameter.DISPERSION;
        return dispersion.isEmpty()
                ? List.of()
                : List.of(new Component(parameter.name(), parameter.component(), parameter.link(), dispersion));
    }

    private static String component(JsonObject row) {
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

    /** None in a model that was stored before there were any. */
    private List<DroppedColumn> dropped() {
        int p = json.matrix("vcov").length;
        return !json.has("dropped")
                ? List.of()
                : json.children("dropped").stream()
                        .map(row -> {
                            double[] coefficients = row.numbers("coefficients");
                            if (coefficients.length != p) {
                                throw wrongSize("dropped");
                            }
                            return new DroppedColumn(row.text("term"), coefficients, row.number("scale"));
                        })
                        .toList();
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

    private RandomEffects randomEffects(JsonObject row) {
        List<String> terms = row.texts("terms");
        List<String> levels = row.texts("levels");
        int q = terms.size();
        int triangle = q * (q + 1) / 2;
        double[] sigma = row.numbers("sigma");
        if (sigma.length != q * q) {
            throw wrongSize("sigma");
        }
        return new RandomEffects(
                row.text("group_name"),
                row.text("law"),
                row.text("covariance"),
                terms,
                levels,
                matrix(row, "estimates", levels.size(), q),
                matrix(row, "std_errors", levels.size(), q),
                matrix(row, "covariances", levels.size(), triangle),
                matrix(row, "slopes", levels.size(), q * json.matrix("vcov").length),
                sigma,
                component(row));
    }

    private static double[][] matrix(JsonObject row, String name, int rows, int columns) {
        double[][] matrix = row.matrix(name);
        if (matrix.length != rows || Arrays.stream(matrix).anyMatch(r -> r.length != columns)) {
            throw wrongSize(name);
        }
        return matrix;
    }

    private static GlmmException wrongSize(String name) {
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
                                DoubleStream.of(constants.numbers(name)).boxed().toList()));
    }
}
