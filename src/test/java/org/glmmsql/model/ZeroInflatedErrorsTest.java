package org.glmmsql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Columns;
import org.glmmsql.sql.ModelSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mean of a response with zeros of another kind is known with an error in both of its parts, which are not independent. */
class ZeroInflatedErrorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int N = 300;
    private static final List<Column> DATA = data();
    private static final List<Column> ROWS = List.of(
            Columns.numbers("x", -1, 0.3, 2), Columns.numbers("z", 0.5, -1.5, 0), Columns.text("g", "g1", "g2", "new"));

    private static List<Column> data() {
        SplittableRandom random = new SplittableRandom(5);
        Double[] y = new Double[N];
        Double[] x = new Double[N];
        Double[] z = new Double[N];
        Double[] w = new Double[N];
        String[] g = new String[N];
        for (int i = 0; i < N; i++) {
            x[i] = random.nextGaussian();
            z[i] = random.nextGaussian();
            w[i] = (double) (i % 2);
            double mean = Math.exp(0.8 + 0.4 * x[i] + 0.5 * Math.sin(i % 12));
            int count = 0;
            for (double p = random.nextDouble(); p > Math.exp(-mean); p *= random.nextDouble()) {
                count++;
            }
            y[i] = random.nextDouble() < 1 / (1 + Math.exp(0.7 - z[i])) ? 0.0 : count;
            g[i] = "g" + i % 12;
        }
        return List.of(
                Columns.numbers("y", y),
                Columns.numbers("x", x),
                Columns.numbers("z", z),
                Columns.numbers("w", w),
                Columns.text("g", g));
    }

    private static FittedModel fit(String text) {
        ModelSpec spec = ModelTextParser.parse(text)
                .close(DATA.stream().map(Column::name).toList());
        FittedModel model = GlmmFitter.fit(spec, DesignBuilder.build(spec, DATA), Control.defaults());
        assertThat(model.status()).isEqualTo(Status.OK);
        return ModelJson.parse(ModelJson.write(model));
    }

    private static List<Column> rows(Predictor predictor, PredictOptions options) {
        return ROWS.stream()
                .filter(column -> predictor.variables(options).contains(column.name()))
                .toList();
    }

    /** Predictions are differentiated by moving the estimates of the stored model. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x, poisson, zero = ~ z",
                "y ~ x, poisson, zero = ~ x",
                "y ~ x, nbinom2, dispersion = ~ x, zero = ~ z",
                "y ~ x, poisson, zero = 0.2",
                "y ~ x + I(2 * x) + (1 | g), poisson, zero = ~ z",
            })
    void areThoseOfTheDeltaMethod(String text) {
        FittedModel model = fit(text);
        double[][] covariance = model.covarianceOfCoefficients();
        for (String options : List.of(
                "re = none",
                "re = none, marginal = true",
                "type = link, re = none",
                "type = conditional, re = none",
                "type = zero, re = none",
                "type = disp, re = none")) {
            boolean hasDispersion = text.contains("nbinom2");
            boolean held = options.contains("zero") && text.contains("zero = 0.2");
            if (held || options.contains("disp") && !hasDispersion) {
                continue;
            }
            PredictOptions parsed = PredictOptions.parse(options);
            Predictor predictor = Predictor.of(model);
            List<double[]> gradients = new ArrayList<>();
            for (int k = 0; k < covariance.length; k++) {
                double step = 1e-4 * Math.sqrt(covariance[k][k]);
                double[] up = moved(model, k, step).predict(rows(predictor, parsed), 3, parsed);
                double[] down = moved(model, k, -step).predict(rows(predictor, parsed), 3, parsed);
                double[] gradient = new double[3];
                for (int i = 0; i < 3; i++) {
                    gradient[i] = (up[i] - down[i]) / (2 * step);
                }
                gradients.add(gradient);
            }
            // means over a law depend on its variance, too, of which the covariance is known
            boolean ofLaw = parsed.marginal() && !model.terms().isEmpty();
            if (ofLaw) {
                int place = covariance.length;
                double step = 1e-4 * Math.sqrt(model.covariance()[place][place]);
                double[] up = ofDeviation(model, step).predict(rows(predictor, parsed), 3, parsed);
                double[] down = ofDeviation(model, -step).predict(rows(predictor, parsed), 3, parsed);
                double[] gradient = new double[3];
                for (int i = 0; i < 3; i++) {
                    gradient[i] = (up[i] - down[i]) / (2 * step);
                }
                gradients.add(gradient);
            }
            double[] errors = predictor.standardErrors(rows(predictor, parsed), 3, parsed);
            for (int i = 0; i < 3; i++) {
                double variance = 0;
                for (int k = 0; k < gradients.size(); k++) {
                    for (int l = 0; l < gradients.size(); l++) {
                        variance += gradients.get(k)[i]
                                * model.covariance()[Math.max(k, l)][Math.min(k, l)]
                                * gradients.get(l)[i];
                    }
                }
                double expected = Math.sqrt(variance);
                assertThat(errors[i]).as(options).isPositive().isCloseTo(expected, within(1e-6 * expected));
            }
        }
    }

    /** The model with the standard deviation of its one random intercept moved. */
    private static Predictor ofDeviation(FittedModel model, double by) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(ModelJson.write(model));
            double sd = json.get("varcorr").get(0).get("sd_or_corr").asDouble() + by;
            String before = json.toString();
            VarCorr row = model.varCorr().get(0);
            String text = before.replace("\"sd_or_corr\":" + row.sdOrCorr(), "\"sd_or_corr\":" + sd)
                    .replace("\"estimate\":" + row.sdOrCorr(), "\"estimate\":" + sd)
                    .replace("\"variance\":" + row.variance(), "\"variance\":" + sd * sd)
                    .replace("\"sigma\":[" + row.variance(), "\"sigma\":[" + sd * sd);
            return Predictor.of(ModelJson.parse(text));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The model with one coefficient moved, as its text says it. */
    private static Predictor moved(FittedModel model, int place, double by) {
        try {
            JsonNode json = JSON.readTree(ModelJson.write(model));
            List<ObjectNode> kept = new ArrayList<>();
            json.get("components")
                    .forEach(component -> component.get("coefficients").forEach(coefficient -> {
                        if (!coefficient.get("estimate").isNull()) {
                            kept.add((ObjectNode) coefficient);
                        }
                    }));
            double estimate = kept.get(place).get("estimate").asDouble() + by;
            kept.get(place).put("estimate", estimate);
            ((ObjectNode) json.get("parameters").get(place)).put("estimate", estimate);
            ArrayNode fixef = JSON.createArrayNode();
            json.get("components").forEach(component -> fixef.addAll((ArrayNode) component.get("coefficients")));
            ((ObjectNode) json).set("fixef", fixef);
            return Predictor.of(ModelJson.parse(JSON.writeValueAsString(json)));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * Constant counts with constant zeros are an exponential family in the number of zeros and the sum: the estimated mean is that of the
     * responses, and its error that of a mean of responses with the variance of the model.
     */
    @Test
    void ofAConstantAreThoseOfAMean() {
        FittedModel model = fit("y ~ 1, poisson, zero = ~ 1");
        Predictor predictor = Predictor.of(model);
        double lambda = Math.exp(model.fixed().get(0).estimate());
        double share =
                1 / (1 + Math.exp(-model.others().get(0).coefficients().get(0).estimate()));
        double mean = (1 - share) * lambda;
        PredictOptions options = PredictOptions.parse("");
        assertThat(predictor.predict(List.of(), 1, options)[0]).isCloseTo(mean, within(1e-12));
        double expected = Math.sqrt(mean * (1 + share * lambda) / N);
        assertThat(predictor.standardErrors(List.of(), 1, options)[0]).isCloseTo(expected, within(1e-8));
    }

    /** An earlier version did not keep how the modes follow the coefficients of the zeros. */
    @Test
    void ofALevelAreNotKnownWithoutItsSlopes() throws Exception {
        ObjectNode stored = (ObjectNode) JSON.readTree(ModelJson.write(fit("y ~ x + (1 | g), poisson, zero = ~ z")));
        ((ObjectNode) stored.get("ranef").get(0)).remove("slopes_other");
        Predictor predictor = Predictor.of(ModelJson.parse(stored.toString()));
        PredictOptions all = PredictOptions.parse("");
        assertThatThrownBy(() -> predictor.standardErrors(rows(predictor, all), 3, all))
                .hasMessageStartingWith("GLMM-504: ")
                .hasMessageContaining("use re = none")
                .hasMessageContaining("fit it again");
    }

    /** What each type is, by the estimates: a dispersion of its own column too, which a prediction of it has to be given. */
    @Test
    void theTypesAreThePartsOfAResponse() {
        FittedModel model = fit("y ~ x, nbinom2, zero = ~ z, dispersion = ~ w");
        Predictor predictor = Predictor.of(model);
        double[] beta = estimates(model, 0);
        assertThat(model.others()).extracting(Component::name).containsExactly("disp", "zero");
        double[] delta = estimates(model, 1);
        double[] gamma = estimates(model, 2);
        List<Column> rows =
                List.of(Columns.numbers("x", -1, 0.3), Columns.numbers("z", 0.5, -1.5), Columns.numbers("w", 1, 2));
        double mu = Math.exp(beta[0] - beta[1]);
        double p = 1 / (1 + Math.exp(-gamma[0] - 0.5 * gamma[1]));
        assertThat(first(predictor, rows, "type = link")).isCloseTo(Math.log(mu), within(1e-12));
        assertThat(first(predictor, rows, "type = conditional")).isCloseTo(mu, within(1e-12));
        assertThat(first(predictor, rows, "type = zero")).isCloseTo(p, within(1e-12));
        assertThat(first(predictor, rows, "type = response")).isCloseTo((1 - p) * mu, within(1e-12));
        assertThat(first(predictor, rows, "type = disp")).isCloseTo(Math.exp(delta[0] + delta[1]), within(1e-12));
        assertThat(predictor.variables(PredictOptions.parse(""))).containsExactly("x", "z");
        assertThat(predictor.variables(PredictOptions.parse("type = disp"))).containsExactly("x", "z", "w");
    }

    private static double first(Predictor predictor, List<Column> rows, String options) {
        return predictor.predict(rows, 2, PredictOptions.parse(options))[0];
    }

    private static double[] estimates(FittedModel model, int component) {
        return model.components().get(component).coefficients().stream()
                .mapToDouble(Coefficient::estimate)
                .toArray();
    }

    @Test
    void aResidualVarianceIsADispersion() {
        FittedModel model = fit("x ~ z + (1 | g)");
        PredictOptions options = PredictOptions.parse("type = disp");
        Predictor predictor = Predictor.of(model);
        List<Column> rows = List.of(Columns.numbers("z", 0), Columns.text("g", "g1"));
        assertThat(predictor.predict(rows, 1, options)[0]).isCloseTo(model.sigma() * model.sigma(), within(1e-12));
        assertThat(predictor.standardErrors(rows, 1, options)[0]).isPositive();
        assertThatThrownBy(
                        () -> Predictor.of(fit("y ~ x, poisson")).predict(List.of(Columns.numbers("x", 0)), 1, options))
                .hasMessageContaining("family poisson has no dispersion");
        assertThatThrownBy(() -> Predictor.of(fit("y ~ x, poisson"))
                        .predict(List.of(Columns.numbers("x", 0)), 1, PredictOptions.parse("type = zero")))
                .hasMessageContaining("no zeros of another kind");
    }

    /** Each part of a model with its random effects; a dispersion has the name that the family gives it. */
    @Test
    void theSummaryHasItsParts() {
        String summary = ModelSummary.of(fit("y ~ x + (1 | g), nbinom2, zero = ~ z + (1 | g)"));
        assertThat(summary.lines()
                        .map(String::strip)
                        .filter(line -> line.endsWith(":") || line.startsWith("Dispersion")))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Scaled residuals:"),
                        line -> assertThat(line).isEqualTo("Random effects:"),
                        line -> assertThat(line).isEqualTo("Fixed effects:"),
                        line -> assertThat(line).startsWith("Dispersion parameter (phi) of nbinom2: "),
                        line -> assertThat(line).isEqualTo("Zero random effects:"),
                        line -> assertThat(line).isEqualTo("Zero effects (logit scale):"));
        FittedModel gamma = fit("exp(x) ~ z, Gamma(log)");
        assertThat(ModelSummary.of(gamma)).contains("Dispersion parameter (phi) of Gamma: ");
        assertThat(gamma.varCorr()).extracting(VarCorr::law).containsExactly("Gamma");
        assertThat(ResultTable.TIDY.rows().apply(gamma))
                .extracting(row -> row.component() + " " + row.coefficient().term())
                .containsExactly("cond (Intercept)", "cond z", "disp phi");
        assertThat(ResultTable.FIXEF.rows().apply(fit("y ~ x, nbinom2, zero = ~ z")))
                .extracting(row -> row.component() + " " + row.coefficient().term())
                .containsExactly("cond (Intercept)", "cond x", "disp (Intercept)", "zero (Intercept)", "zero z");
    }

    @Test
    void aSigmaIsToldWhereThereIsOne() {
        assertThat(fit("y ~ x, poisson").sigma()).isNaN();
        assertThat(fit("y ~ x, nbinom2").sigma()).isNaN();
        assertThat(fit("exp(x) ~ z, Gamma(log)").sigma()).isPositive();
        assertThat(fit("x ~ z").sigma()).isPositive();
    }

    /** The mean that is modelled is that of counts with their zeros; errors are held against differences as above. */
    @Test
    void truncatedCountsHaveAMeanOfTheirOwn() {
        FittedModel model = fit("y ~ x, truncated_poisson, zero = ~ z");
        Predictor predictor = Predictor.of(model);
        double[] beta = estimates(model, 0);
        double[] gamma = estimates(model, 1);
        List<Column> rows = List.of(Columns.numbers("x", -1, 0.3), Columns.numbers("z", 0.5, -1.5));
        double mu = Math.exp(beta[0] - beta[1]);
        double p = 1 / (1 + Math.exp(-gamma[0] - 0.5 * gamma[1]));
        assertThat(first(predictor, rows, "type = conditional")).isCloseTo(mu, within(1e-12));
        assertThat(first(predictor, rows, "type = response")).isCloseTo((1 - p) * mu / -Math.expm1(-mu), within(1e-12));
        areThoseOfTheDeltaMethod("y ~ x, truncated_poisson, zero = ~ z");
        areThoseOfTheDeltaMethod("y ~ x, truncated_nbinom2, zero = ~ z");
    }
}
