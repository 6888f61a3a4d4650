package org.glmmsql.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.design.Recipe;
import org.glmmsql.design.ReferenceCells;
import org.glmmsql.design.ReferenceGrid;
import org.glmmsql.design.ReferenceVariable;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.formula.RobustVcov;
import org.glmmsql.frame.Spread;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a model: one JSON object, the same bytes for the same model on every engine and JDK. Doubles are written with the
 * fewest digits that give them back exactly; NaN and infinite ones are null. The rows of fixef, varcorr, tidy and glance have the
 * members that their readers have columns, so that SQL/JSON functions can read them without this library.
 */
public final class ModelJson {
    /** The format written; every earlier one can be read. */
    public static final int FORMAT = 2;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private ModelJson() {}

    /** The model as text. */
    public static String write(FittedModel model) {
        StringWriter text = new StringWriter(1 << 12);
        write(model, text);
        return text.toString();
    }

    /** Rows as a JSON array of objects. @param rows with a value for each column, as {@link ResultColumn#valueOf} gives it */
    public static String rows(List<? extends ResultColumn<?>> columns, List<Object[]> rows) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartArray();
            for (Object[] row : rows) {
                json.writeStartObject();
                for (int j = 0; j < row.length; j++) {
                    value(json, columns.get(j).name(), row[j]);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(FittedModel model, Writer out) {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("glmm", FORMAT);
            json.writeStringField("model", model.modelText());
            json.writeStringField("formula", model.formula());
            rowField(json, ResultTable.GLANCE, model);
            rowsField(
                    json,
                    ResultTable.FIXEF.name(),
                    ResultTable.FIXEF.columns(),
                    ResultTable.FIXEF.rows().apply(model));
            components(json, model.components());
            parameters(json, model);
            terms(json, model.terms());
            json.writeArrayFieldStart(ResultTable.VARCORR.name());
            for (VarCorr v : model.varCorr()) {
                json.writeStartObject();
                members(json, ResultTable.VARCORR.columns(), v);
                numberField(json, "conf_low", v.confLow());
                numberField(json, "conf_high", v.confHigh());
                json.writeEndObject();
            }
            json.writeEndArray();
            rowsField(
                    json,
                    ResultTable.TIDY.name(),
                    ResultTable.TIDY.columns(),
                    ResultTable.TIDY.rows().apply(model));
            mapField(json, "groups", model.groups());
            json.writeNumberField("npar", model.npar());
            numberField(json, "conf_level", model.confLevel());
            numberField(json, "decrement", model.convergence().decrement());
            json.writeStringField("advice", model.convergence().advice());
            mapField(json, "h_likelihoods", model.hLikelihoods());
            json.writeStringField("data_digest", model.dataDigest());
            recipe(json, model.recipe());
            grid(json, model.grid());
            quality(json, model.quality());
            json.writeArrayFieldStart(ResultTable.RANEF.name());
            for (RandomEffects effects : model.randomEffects()) {
                randomEffects(json, effects);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void components(JsonGenerator json, List<Component> components) throws IOException {
        json.writeArrayFieldStart("components");
        for (Component component : components) {
            json.writeStartObject();
            json.writeStringField("component", component.name());
            json.writeStringField("parameter", component.parameter());
            json.writeStringField("link", component.link());
            rowsField(json, "coefficients", ResultTable.FIXEF.columns(), TidyRow.fixed(component));
            value(json, "terms", component.terms());
            value(json, "assign", component.assign());
            json.writeArrayFieldStart("dropped");
            for (DroppedColumn column : component.dropped()) {
                json.writeStartObject();
                json.writeStringField("term", column.term());
                json.writeFieldName("coefficients");
                array(json, column.coefficients());
                numberField(json, "scale", column.scale());
                if (column.constant() != 0) {
                    numberField(json, "constant", column.constant());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** All estimates as one vector, and what is known of them together. */
    private static void parameters(JsonGenerator json, FittedModel model) throws IOException {
        json.writeArrayFieldStart("parameters");
        for (ModelParameter parameter : model.parameters()) {
            json.writeStartObject();
            value(json, "component", parameter.component());
            value(json, "group_name", parameter.group());
            value(json, "term", parameter.name());
            value(json, "scale", parameter.scale());
            numberField(json, "estimate", parameter.estimate());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("vcov_type", vcovType(model));
        matrixField(json, "vcov", model.covariance());
        json.writeStringField("df_method", model.df().method());
        degreesOfFreedom(json, model.df());
    }

    /** Of tests whose degrees of freedom differ by hypothesis. */
    private static void degreesOfFreedom(JsonGenerator json, DegreesOfFreedomParts df) throws IOException {
        if (df.satterthwaite() == null) {
            return;
        }
        json.writeObjectFieldStart("degrees_of_freedom");
        numberField(json, "residual", df.residual());
        slopes(json, DegreesOfFreedomParts.SATTERTHWAITE, df.satterthwaite());
        if (df.kenwardRoger() != null && df.model() != null) {
            slopes(json, DegreesOfFreedomParts.KENWARD_ROGER, df.kenwardRoger());
            matrixField(json, "vcov_model", df.model());
        }
        json.writeEndObject();
    }

    private static void slopes(JsonGenerator json, String name, VcovSlopes slopes) throws IOException {
        json.writeObjectFieldStart(name);
        value(json, "parameters", slopes.parameters());
        value(json, "held", slopes.held());
        matrixField(json, "slopes", slopes.slopes());
        matrixField(json, "covariance", slopes.covariance());
        json.writeEndObject();
    }

    /** What the model text says; the group is told, too. */
    private static String vcovType(FittedModel model) {
        // the parser is asked only where there may be something
        RobustVcov vcov = model.modelText().toLowerCase(Locale.ROOT).contains("vcov")
                ? ModelTextParser.parse(model.modelText()).options().vcov()
                : null;
        return vcov == null ? "model" : vcov.toString();
    }

    private static void terms(JsonGenerator json, List<RandomTerm> terms) throws IOException {
        json.writeArrayFieldStart("terms");
        for (RandomTerm term : terms) {
            json.writeStartObject();
            json.writeStringField("component", term.component());
            json.writeStringField("group_name", term.group());
            json.writeStringField("law", term.law());
            json.writeStringField("structure", term.structure());
            value(json, "columns", term.columns());
            value(json, "varcorr", term.told());
            json.writeFieldName("sigma");
            array(json, term.sigma());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void randomEffects(JsonGenerator json, RandomEffects effects) throws IOException {
        json.writeStartObject();
        json.writeStringField("group_name", effects.group());
        json.writeStringField("component", effects.component());
        value(json, "terms", effects.terms());
        value(json, "levels", effects.levels());
        matrixField(json, "estimates", effects.modes());
        matrixField(json, "std_errors", effects.stdErrors());
        if (effects.hasCovariances()) {
            matrixField(json, "covariances", effects.covariances());
            matrixField(json, "slopes", effects.slopes());
        }
        if (effects.otherSlopes().length > 0 && effects.otherSlopes()[0].length > 0) {
            matrixField(json, "slopes_other", effects.otherSlopes());
        }
        between(json, effects.between());
        if (effects.hasOwnScale()) {
            matrixField(json, "u", effects.u());
            matrixField(json, "u_std_errors", effects.uStdErrors());
        }
        json.writeEndObject();
    }

    private static void between(JsonGenerator json, List<EffectCovariances> all) throws IOException {
        if (all.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("between");
        for (EffectCovariances one : all) {
            json.writeStartObject();
            json.writeNumberField("term", one.term());
            json.writeArrayFieldStart("levels");
            for (int[] levels : one.with()) {
                json.writeArray(levels, 0, levels.length);
            }
            json.writeEndArray();
            matrixField(json, "covariances", one.covariances());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void grid(JsonGenerator json, ReferenceGrid grid) throws IOException {
        json.writeArrayFieldStart("variables");
        for (ReferenceVariable variable : grid.variables()) {
            json.writeStartObject();
            json.writeStringField("name", variable.name());
            json.writeStringField("kind", variable.kind());
            Spread spread = variable.spread();
            numberField(json, "mean", spread == null ? Double.NaN : spread.mean());
            numberField(json, "sd", spread == null ? Double.NaN : spread.sd());
            numberField(json, "min", spread == null ? Double.NaN : spread.min());
            numberField(json, "max", spread == null ? Double.NaN : spread.max());
            value(json, "distinct", spread == null ? List.of() : spread.distinct());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("cells");
        for (ReferenceCells cells : grid.cells()) {
            json.writeStartObject();
            value(json, "factors", cells.factors());
            json.writeArrayFieldStart("counts");
            for (int[] row : cells.counts()) {
                json.writeArray(row, 0, row.length);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void quality(JsonGenerator json, @Nullable FitQuality quality) throws IOException {
        if (quality == null) {
            return;
        }
        json.writeObjectFieldStart("quality");
        numberField(json, "var_fixed", quality.varFixed());
        value(json, "var_random", quality.varRandom());
        numberField(json, "pearson", quality.pearson());
        numberField(json, "zeros_observed", quality.zerosObserved());
        numberField(json, "zeros_expected", quality.zerosExpected());
        numberField(json, "exposure", quality.exposure());
        if (!quality.residuals().isEmpty()) {
            value(json, "residuals", quality.residuals());
        }
        json.writeEndObject();
    }

    private static void recipe(JsonGenerator json, Recipe recipe) throws IOException {
        json.writeObjectFieldStart("recipe");
        value(json, "variables", recipe.variables());
        mapField(json, "levels", recipe.levels());
        mapField(json, "contrasts", recipe.contrasts());
        mapField(json, "constants", recipe.constants());
        if (!recipe.categories().isEmpty()) {
            value(json, "categories", recipe.categories());
        }
        if (!recipe.response().isEmpty()) {
            value(json, "response", recipe.response());
        }
        json.writeEndObject();
    }

    private static <R> void rowsField(JsonGenerator json, String name, List<ResultColumn<R>> columns, List<R> rows)
            throws IOException {
        json.writeFieldName(name);
        array(json, columns, rows);
    }

    private static <R> void array(JsonGenerator json, List<ResultColumn<R>> columns, List<R> rows) throws IOException {
        json.writeStartArray();
        for (R row : rows) {
            json.writeStartObject();
            members(json, columns, row);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void rowField(JsonGenerator json, ResultTable<FittedModel, FittedModel> table, FittedModel model)
            throws IOException {
        json.writeObjectFieldStart(table.name());
        members(json, table.columns(), model);
        json.writeEndObject();
    }

    private static <R> void members(JsonGenerator json, List<ResultColumn<R>> columns, R row) throws IOException {
        for (ResultColumn<R> column : columns) {
            value(json, column.name(), column.valueOf(row));
        }
    }

    private static void mapField(JsonGenerator json, String name, Map<String, ?> map) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, ?> entry : map.entrySet()) {
            value(json, entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private static void matrixField(JsonGenerator json, String name, double[][] matrix) throws IOException {
        json.writeArrayFieldStart(name);
        for (double[] row : matrix) {
            array(json, row);
        }
        json.writeEndArray();
    }

    private static void array(JsonGenerator json, double[] numbers) throws IOException {
        json.writeStartArray();
        for (double number : numbers) {
            number(json, number);
        }
        json.writeEndArray();
    }

    private static void value(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        json.writeFieldName(name);
        value(json, value);
    }

    private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                value(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Double number) {
            number(json, number);
        } else {
            json.writePOJO(value); // String, Integer, Long, Boolean or null
        }
    }

    private static void numberField(JsonGenerator json, String name, double number) throws IOException {
        json.writeFieldName(name);
        number(json, number);
    }

    private static void number(JsonGenerator json, double number) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeNull();
        }
    }

    /**
     * Reads a stored model, whose parts all fit together: see {@link ModelValidator}.
     *
     * @throws GlmmException NOT_A_MODEL, NEWER_MODEL, or LIMIT for a text larger or deeper than allowed
     */
    public static FittedModel parse(String text) {
        JsonObject json = JsonObject.parse(text);
        long format = json.whole("glmm", Long.MAX_VALUE);
        if (format < 1) {
            throw new GlmmException(
                    ErrorCode.NOT_A_MODEL, "the value is not a model of glmm_fit, there is no format " + format);
        }
        if (format > FORMAT) {
            throw new GlmmException(
                    ErrorCode.NEWER_MODEL,
                    "the model has format " + format + ", this version of glmm-sql reads up to " + FORMAT
                            + "; use a newer version, or fit again");
        }
        FittedModel model = format == 1 ? new ReaderOfFormat1(json).model() : new ModelReader(json).model();
        ModelValidator.check(model);
        return model;
    }
}
