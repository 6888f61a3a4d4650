package org.glmmsql.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.glmmsql.engine.contract.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The analyses of {@code sql/examples}, with all digits, beside what R prints: lme4 1.1-31 with lmerTest and pbkrtest, glmmTMB 1.1.5, nlme,
 * ordinal and emmeans on R 4.2. The tables and models are made by the examples themselves.
 */
class PublishedAnalysesTest {
    private static final Path EXAMPLES = Path.of("sql/examples");

    /** A database where the statements of an example that make something have run. */
    private static TestDatabase after(String url, String example) throws SQLException, IOException {
        TestDatabase database = TestDatabase.openShared(url);
        run(database, EXAMPLES.resolve(url.contains("h2") ? "tables-h2.sql" : "tables-duckdb.sql"));
        run(database, EXAMPLES.resolve(example));
        return database;
    }

    private static void run(TestDatabase database, Path script) throws SQLException, IOException {
        for (String statement : Files.readString(script).split(";\\s*\n")) {
            if (statement.replaceAll("(?m)^--.*\n", "").strip().startsWith("CREATE")) {
                database.execute(statement);
            }
        }
    }

    /** All numbers of a query, row by row. @param tolerance relative to the number, or 1 if it is less than a thousandth */
    private static void gives(TestDatabase database, String sql, double tolerance, double... expected)
            throws SQLException {
        List<Double> numbers = database.rows(sql).stream()
                .flatMap(List::stream)
                .map(value -> ((Number) value).doubleValue())
                .toList();
        assertThat(numbers).as(sql).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            double size = Math.abs(expected[i]);
            assertThat(numbers.get(i))
                    .as("%s, number %d", sql, i)
                    .isCloseTo(expected[i], within(tolerance * (size < 1e-3 ? 1 : size)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:", "jdbc:duckdb:"})
    void sleepDeprivation(String url) throws SQLException, IOException {
        try (TestDatabase database = after(url, "20-sleep-deprivation.sql")) {
            String model = "(SELECT model FROM drivers)";
            // summary(lmer(Reaction ~ Days + (Days | Subject)), ddf = "Kenward-Roger")
            gives(
                    database,
                    "SELECT estimate, std_error, df, statistic FROM glmm_fixef(" + model + ")",
                    1e-5,
                    251.40510485,
                    6.824596695,
                    17,
                    36.838089646,
                    10.46728596,
                    1.545789644,
                    17,
                    6.771481489);
            // VarCorr
            gives(
                    database,
                    "SELECT sd_or_corr FROM glmm_varcorr(" + model + ")",
                    2e-4,
                    24.740657995,
                    5.922137659,
                    0.06555123824,
                    25.591795722);
            // logLik
            gives(database, "SELECT log_lik FROM glmm_glance(" + model + ")", 1e-9, -871.81413598);
            // 2 * (logLik(lmer(Reaction ~ Days + (Days | Subject))) - logLik(lmer(Reaction ~ Days + (1 | Subject))))
            gives(
                    database,
                    "SELECT statistic FROM glmm_anova((SELECT intercepts FROM drivers), " + model
                            + ") WHERE statistic IS NOT NULL",
                    1e-6,
                    42.83681343);
            // emmeans(model, ~ Days, at = list(Days = c(0, 4, 9)), lmer.df = "kenward-roger")
            gives(
                    database,
                    "SELECT estimate, std_error, conf_low, conf_high FROM glmm_means(" + model
                            + ", 'days', 'at = (days: 0, 4, 9)')",
                    1e-5,
                    251.4051048,
                    6.824596695,
                    237.0064644,
                    265.8037453,
                    293.2742487,
                    8.555574948,
                    275.2235634,
                    311.3249340,
                    345.6106785,
                    14.628815537,
                    314.7465756,
                    376.4747814);
            // confint(lmer(Reaction ~ Days + (Days | Subject), REML = FALSE), method = "profile"), which interpolates:
            // 0.02 %
            gives(
                    database,
                    "SELECT conf_low, conf_high FROM glmm_tidy((SELECT glmm_fit('reaction ~ days + (days | subject), conf = profile',"
                            + " reaction, days, subject) FROM sleepstudy))",
                    2e-4,
                    237.6806954694,
                    265.129514692,
                    7.3586532953,
                    13.575918741,
                    14.3814811165,
                    37.716018740,
                    3.8011647624,
                    8.753366659,
                    -0.4815004432,
                    0.684986139,
                    22.8982662150,
                    28.857997323);
            // predict(model, data.frame(Days = 9, Subject = "309")), and its error by solve(crossprod(cbind(X, Z
            // Lambda)) + diag(0, I)) sigma^2
            gives(
                    database,
                    "SELECT glmm_predict(model, '', 9, '309'), glmm_predict_se(model, '', 9, '309') FROM drivers",
                    1e-5,
                    227.6348149,
                    13.85689251);
            // summary(model): scaled residuals, correlation of fixed effects
            assertThat((String) database.value("SELECT glmm_summary(model, 'correlation = true') FROM drivers"))
                    .contains("-3.9536  -0.4634  0.0231  0.4634  5.1793")
                    .containsPattern("days +-0.138")
                    .contains("by Kenward and Roger");
            // quantile(residuals(model) / sigma(model))
            String z =
                    "(SELECT glmm_residual(model, 'type = pearson', reaction, days, subject) / sigma AS z FROM sleepstudy, drivers,"
                            + " (SELECT sigma FROM glmm_glance((SELECT model FROM drivers))) AS fit) AS residuals";
            gives(
                    database,
                    "SELECT min(z), percentile_cont(0.25) WITHIN GROUP (ORDER BY z), percentile_cont(0.5) WITHIN GROUP (ORDER BY z),"
                            + " percentile_cont(0.75) WITHIN GROUP (ORDER BY z), max(z) FROM "
                            + z,
                    5e-5,
                    -3.95356734537,
                    -0.46339768313,
                    0.02311766478,
                    0.46340207815,
                    5.17926037341);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:", "jdbc:duckdb:"})
    void pleuropneumonia(String url) throws SQLException, IOException {
        try (TestDatabase database = after(url, "12-proportions.sql")) {
            // sum(residuals(glmer(cbind(incidence, size - incidence) ~ period + (1 | herd), binomial), "pearson")^2)
            // and over df.residual
            gives(
                    database,
                    "SELECT pearson_chi2, dispersion_ratio FROM glmm_quality((SELECT plain FROM herds))",
                    1e-4,
                    63.07842649,
                    63.07842649 / 51);
            // logLik of glmmTMB without and with (1 | obs), obs the row, and anova of the two
            gives(
                    database,
                    "SELECT log_lik, statistic, p_value FROM glmm_anova((SELECT plain FROM herds), (SELECT wider FROM herds))"
                            + " WHERE statistic IS NOT NULL",
                    1e-5,
                    -87.31915554,
                    9.41425264,
                    0.00215305298);
            // summary(pairs(emmeans(model, ~ period), adjust = "tukey"), type = "response", infer = TRUE, df = Inf)
            gives(
                    database,
                    "SELECT estimate, p_value FROM glmm_contrasts((SELECT plain FROM herds), 'pairwise ~ period', 'type = ratio')"
                            + " WHERE contrast = '1 / 4'",
                    1e-4,
                    4.856478987,
                    2 * 1.0899e-4);
            gives(
                    database,
                    "SELECT estimate, statistic, p_value, conf_low, conf_high FROM glmm_contrasts((SELECT wider FROM herds),"
                            + " 'pairwise ~ period', 'type = ratio, adjust = tukey')",
                    1e-3,
                    3.409306471,
                    2.5535649186,
                    0.052088635133,
                    0.9925986022,
                    11.710041285,
                    3.776661724,
                    2.6903891770,
                    0.035929568995,
                    1.0617739029,
                    13.433343709,
                    6.464107467,
                    3.1439152640,
                    0.009045472812,
                    1.4067155291,
                    29.703720818,
                    1.107750728,
                    0.1875310232,
                    0.997662211528,
                    0.2726590937,
                    4.500534562,
                    1.896018302,
                    1.0156031478,
                    0.740301268014,
                    0.3758568366,
                    9.564507157,
                    1.711592920,
                    0.8369658056,
                    0.836859565997,
                    0.3288420888,
                    8.908684207);
            // summary(emmeans(model, ~ period), type = "response", df = Inf)
            gives(
                    database,
                    "SELECT estimate, std_error, conf_low, conf_high FROM glmm_means((SELECT plain FROM herds), 'period',"
                            + " 'type = response')",
                    1e-4,
                    0.19804909013,
                    0.03692252409,
                    0.13538411466,
                    0.2803158121,
                    0.08387196208,
                    0.02383605289,
                    0.04747681400,
                    0.1439507681,
                    0.07397296343,
                    0.02262416688,
                    0.04013548909,
                    0.1324030774,
                    0.04839073460,
                    0.01980441416,
                    0.02142012117,
                    0.1056542371);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:", "jdbc:duckdb:"})
    void trialOfFourVisits(String url) throws SQLException, IOException {
        try (TestDatabase database = after(url, "16-mmrm.sql")) {
            // logLik(gls(score ~ baseline + arm * visit, correlation = corSymm(form = ~ visit | patient), weights =
            // varIdent(form = ~ 1 | visit)))
            gives(database, "SELECT log_lik FROM glmm_glance((SELECT model FROM mmrm))", 1e-8, -816.759674537);
            // emmeans(model, ~ arm | visit), whose errors are not adjusted as those of Kenward and Roger: df = normal
            // has the same
            gives(
                    database,
                    "SELECT estimate, std_error FROM glmm_means((SELECT model FROM mmrm), 'arm | visit', 'df = normal')",
                    1e-4,
                    36.74980853,
                    0.5598194657,
                    35.95965736,
                    0.5596989596,
                    36.27584956,
                    0.8793208801,
                    32.33915672,
                    0.8792470165,
                    34.50037724,
                    1.0043283373,
                    29.14491317,
                    0.9881802012,
                    32.91554005,
                    1.2717986819,
                    26.28133350,
                    1.2199267981);
            // pairs(emmeans(model, ~ arm | visit), reverse = TRUE)
            gives(
                    database,
                    "SELECT estimate, std_error FROM glmm_contrasts((SELECT model FROM mmrm), 'revpairwise ~ arm | visit',"
                            + " 'df = normal')",
                    1e-4,
                    -0.7901511722,
                    0.7917213632,
                    -3.9366928370,
                    1.2435587842,
                    -5.3554640683,
                    1.4090557092,
                    -6.6342065416,
                    1.7624244137);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:", "jdbc:duckdb:"})
    void zerosOfAnotherKind(String url) throws SQLException, IOException {
        try (TestDatabase database = after(url, "19-zeros-of-another-kind.sql")) {
            // logLik and AIC of glmmTMB(y ~ x + w + (1 | g)), family = poisson with ziformula = ~ w, nbinom2, poisson
            gives(
                    database,
                    "SELECT log_lik, aic FROM glmm_compare('SELECT name, model FROM laws')",
                    1e-8,
                    -1080.234258,
                    2172.468515,
                    -1138.179897,
                    2286.359794,
                    -1219.408197,
                    2446.816393);
            // sum((y - m)^2 / v) / df.residual, sum(y == 0), sum(zp + (1 - zp) P(0)), of predict(type = "conditional")
            // and "zprob"
            gives(
                    database,
                    "SELECT dispersion_ratio, zeros_observed, zeros_expected FROM glmm_quality_by('SELECT name, model FROM laws')"
                            + " ORDER BY name",
                    1e-4,
                    0.7765509972,
                    222,
                    187.28734,
                    1.675801903,
                    222,
                    126.3695645,
                    0.9073777708,
                    222,
                    217.6290042);
            // summary(model)$coefficients
            gives(
                    database,
                    "SELECT estimate, std_error FROM glmm_fixef((SELECT model FROM laws WHERE name = 'zip'))",
                    1e-3,
                    0.9182339967,
                    0.07873000292,
                    0.4050282807,
                    0.02904287242,
                    -0.0188185731,
                    0.02966975508,
                    -1.049837208,
                    0.1253589957,
                    0.509570430,
                    0.1166729710);
            // predict(model, data.frame(x = 0, w = 0, g), type = "response", se.fit = TRUE), theta held (map) at its
            // estimate
            gives(
                    database,
                    "SELECT glmm_predict(model, '', 0.0, 0.0, g), glmm_predict_se(model, '', 0.0, 0.0, g)"
                            + " FROM (SELECT DISTINCT g FROM counts) AS named, laws WHERE name = 'zip' AND g < 'g004' ORDER BY g",
                    1e-3,
                    1.997053927,
                    0.3455478700,
                    2.489444455,
                    0.4577268226,
                    1.816513296,
                    0.3577506505);
            // qnorm(F(y - 1) + P(y) / 2) of the first row, and sd of all, of nbinom2, poisson, zip
            gives(
                    database,
                    "SELECT stddev_samp(q) FROM (SELECT name, glmm_residual(model, 'type = quantile, uniform = 0.5', y, x, w, g) AS q"
                            + " FROM counts, laws) AS residuals GROUP BY name ORDER BY name",
                    1e-4,
                    0.8830869514,
                    1.200881022,
                    0.8563948365);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:", "jdbc:duckdb:"})
    void bitternessOfWine(String url) throws SQLException, IOException {
        try (TestDatabase database = after(url, "14-ordinal-rating.sql")) {
            String model = "(SELECT model FROM bitterness)";
            // logLik(clmm(rating ~ temp + contact + (1 | judge)))
            gives(database, "SELECT log_lik FROM glmm_glance(" + model + ")", 1e-8, -81.5654127768);
            // coef
            gives(
                    database,
                    "SELECT estimate FROM glmm_fixef(" + model + ")",
                    1e-4,
                    3.063004636,
                    1.834902990,
                    -1.623673445,
                    1.513359146,
                    4.228524201,
                    6.088773981);
            // summary(model)$coefficients, whose Hessian is one of differences: 1 %
            gives(
                    database,
                    "SELECT std_error FROM glmm_fixef(" + model + ") WHERE component = 'cond'",
                    1e-2,
                    0.5963210602,
                    0.5163103502);
            // anova(clmm(rating ~ contact + (1 | judge)), model)
            gives(
                    database,
                    "SELECT statistic FROM glmm_anova((SELECT model FROM by_contact), " + model
                            + ") WHERE statistic IS NOT NULL",
                    1e-5,
                    34.4637);
            // diff(c(0, plogis(theta - b), 1)) of warm wines without contact
            gives(
                    database,
                    "SELECT glmm_predict(model, 're = none, level = ' || level, 'warm', 'no', NULL) FROM bitterness,"
                            + " (SELECT DISTINCT CAST(rating AS VARCHAR(10)) AS level FROM wine) AS levels ORDER BY level",
                    1e-4,
                    0.00913307247,
                    0.16600440375,
                    0.58719672519,
                    0.19139061468,
                    0.04627518391);
        }
    }
}
