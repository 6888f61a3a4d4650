package org.glmmsql.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.glmmsql.engine.contract.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody asks in SQL of a toy that was added: run where it is registered, by {@link ExtendedLibrary}. */
class ToyChecks {
    private static final int GROUPS = 60;
    private static final int ROWS = 1800;
    private static final double SD = 0.6;
    private static final double LAMBDA = 0.2;

    private final Random random = new Random(3);

    /** y = 1 + x / 2 + b_g + s(x) e, e logistic, log s = -1 + x. */
    @ParameterizedTest(name = "logistic in {0}")
    @ValueSource(strings = "sqlite")
    void logistic(String engine) throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:" + engine + ":")) {
            create(database, normal(), (eta, x, g) -> {
                double p = random.nextDouble();
                return 1 + eta + Math.exp(-1 + x) * (Math.log(p) - Math.log1p(-p));
            });
            Map<String, double[]> tidy = fit(database, engine, "y ~ x + (1 | g), logistic, dispersion = ~ x");
            assertNear(tidy.get("cond (Intercept)"), 1);
            assertNear(tidy.get("cond x"), 0.5);
            assertNear(tidy.get("cond sd__(Intercept)"), SD);
            assertNear(tidy.get("disp (Intercept)"), -1);
            assertNear(tidy.get("disp x"), 1);
            assertThat(database.text("SELECT glmm_summary(model) FROM fits")).contains("logistic", "-1.");
            double eta = tidy.get("cond (Intercept)")[0] + 0.3 * tidy.get("cond x")[0];
            assertThat(prediction(database, "re = none")).isCloseTo(eta, within(1e-12));

            Map<String, double[]> one = fit(database, engine, "y ~ x + (1 | g), logistic");
            assertThat(one.keySet()).anyMatch(term -> term.contains("sd__Observation") || term.startsWith("disp"));
            assertThat(database.value("SELECT COUNT(*) FROM fits WHERE glmm_status(model) = 'ok'"))
                    .hasToString("1");
        }
    }

    /** Counts with a mean of log(1 + e^eta). */
    @ParameterizedTest(name = "softplus in {0}")
    @ValueSource(strings = "sqlite")
    void softplus(String engine) throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:" + engine + ":")) {
            create(database, normal(), (eta, x, g) -> poisson(Math.log1p(Math.exp(1 + eta))));
            Map<String, double[]> tidy = fit(database, engine, "y ~ x + (1 | g), poisson(softplus)");
            assertNear(tidy.get("cond (Intercept)"), 1);
            assertNear(tidy.get("cond x"), 0.5);
            assertNear(tidy.get("cond sd__(Intercept)"), SD);
            assertThat(database.text("SELECT glmm_summary(model) FROM fits")).contains("softplus");
            double eta = tidy.get("cond (Intercept)")[0] + 0.3 * tidy.get("cond x")[0];
            assertThat(prediction(database, "re = none")).isCloseTo(Math.log1p(Math.exp(eta)), within(1e-12));
            assertThat(prediction(database, "re = none, type = link")).isCloseTo(eta, within(1e-12));
        }
    }

    /** Counts with a mean of u_g e^(1 + x / 2), 1 / u gamma with mean 1 and variance lambda. */
    @ParameterizedTest(name = "harmonic in {0}")
    @ValueSource(strings = "sqlite")
    void harmonic(String engine) throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:" + engine + ":")) {
            double[] effects = new double[GROUPS];
            for (int g = 0; g < GROUPS; g++) {
                double sum = 0;
                for (int k = 0; k < 1 / LAMBDA; k++) {
                    sum -= Math.log(random.nextDouble());
                }
                effects[g] = -Math.log(LAMBDA * sum);
            }
            create(database, effects, (eta, x, g) -> poisson(Math.exp(1 + eta)));
            Map<String, double[]> tidy = fit(database, engine, "y ~ x + (1 | g), poisson, random = harmonic(log)");
            assertNear(tidy.get("cond (Intercept)"), 1);
            assertNear(tidy.get("cond x"), 0.5);
            assertNear(tidy.get("cond lambda__(Intercept)"), LAMBDA);
            assertThat(database.text("SELECT glmm_summary(model) FROM fits")).contains("harmonic(log)");
            double mean = Math.exp(tidy.get("cond (Intercept)")[0] + 0.3 * tidy.get("cond x")[0]);
            double lambda = tidy.get("cond lambda__(Intercept)")[0];
            // Gauss's rule is one for 1 / u
            assertThat(prediction(database, "re = none, marginal = true"))
                    .isCloseTo(mean / (1 - lambda), within(1e-4 * mean));
        }
    }

    /** Intercepts of standard deviation s, slopes that are these and a step of s. */
    @ParameterizedTest(name = "walk in {0}")
    @ValueSource(strings = "sqlite")
    void walk(String engine) throws SQLException {
        try (TestDatabase database = TestDatabase.open("jdbc:" + engine + ":")) {
            double[] intercepts = normal();
            double[] steps = normal();
            create(
                    database,
                    intercepts,
                    (eta, x, g) -> 1 + eta + (intercepts[g] + steps[g]) * x + 0.5 * random.nextGaussian());
            Map<String, double[]> tidy = fit(database, engine, "y ~ x + walk(x | g)");
            assertNear(tidy.get("cond (Intercept)"), 1);
            assertNear(tidy.get("cond x"), 0.5);
            assertNear(tidy.get("cond sd__(Intercept)"), SD);
            assertNear(tidy.get("cond sd__x"), SD * Math.sqrt(2));
            assertNear(tidy.get("cond cor__(Intercept).x"), Math.sqrt(0.5));
            assertThat(database.text("SELECT glmm_summary(model) FROM fits")).contains("Corr");
            double eta = tidy.get("cond (Intercept)")[0] + 0.3 * tidy.get("cond x")[0];
            assertThat(prediction(database, "re = none")).isCloseTo(eta, within(1e-12));
            assertThat(prediction(database, "re = all")).isNotCloseTo(eta, within(1e-3));
        }
    }

    private double[] normal() {
        return random.doubles(GROUPS).map(v -> SD * random.nextGaussian()).toArray();
    }

    private double poisson(double mean) {
        int count = 0;
        for (double product = random.nextDouble(); product > Math.exp(-mean); product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    /** A response by x / 2 + b_g, x and the number of the group. */
    private interface Response {
        double draw(double eta, double x, int g);
    }

    private void create(TestDatabase database, double[] effects, Response response) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double x = 2 * random.nextDouble() - 1;
            double y = response.draw(x / 2 + effects[i % GROUPS], x, i % GROUPS);
            rows.add("(" + y + ", " + x + ", 'g" + i % GROUPS + "')");
        }
        database.execute("CREATE TABLE toy (y DOUBLE PRECISION, x DOUBLE PRECISION, g VARCHAR(10))");
        database.execute("INSERT INTO toy VALUES " + String.join(", ", rows));
    }

    /** Estimate and standard error of each component and term. */
    private static Map<String, double[]> fit(TestDatabase database, String engine, String text) throws SQLException {
        database.execute("DROP TABLE IF EXISTS fits");
        database.execute("CREATE TABLE fits AS SELECT glmm_fit('" + text + "', y, x, g) AS model FROM toy");
        String model = "(SELECT model FROM fits)";
        String tidy = engine.equals("duckdb")
                ? "SELECT component, term, estimate, std_error FROM glmm_tidy(" + model + ")"
                : "SELECT value ->> 'component', value ->> 'term', value ->> 'estimate', value ->> 'std_error'"
                        + " FROM json_each(glmm_rows(" + model + ", 'tidy'))";
        Map<String, double[]> found = new HashMap<>();
        for (List<@Nullable Object> row : database.rows(tidy)) {
            found.put(row.get(0) + " " + row.get(1), new double[] {number(row.get(2)), number(row.get(3))});
        }
        return found;
    }

    private static double number(@Nullable Object value) {
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }

    private static double prediction(TestDatabase database, String options) throws SQLException {
        return number(database.value("SELECT glmm_predict(model, '" + options + "', 0.3, 'g1') FROM fits"));
    }

    /** What came back is the truth within its uncertainty. */
    private static void assertNear(double[] estimateAndError, double truth) {
        assertThat(estimateAndError[1]).isBetween(1e-4, 0.3);
        assertThat(estimateAndError[0]).isCloseTo(truth, within(4 * estimateAndError[1]));
    }
}
