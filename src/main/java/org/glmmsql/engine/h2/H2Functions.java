package org.glmmsql.engine.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.glmmsql.sql.FunctionCatalog;
import org.h2.value.Value;
import org.jspecify.annotations.NullUnmarked;

/** The functions of the catalogue for H2. Made of it, as CONTRIBUTING.md says. */
@NullUnmarked
public final class H2Functions {
    private static final H2Calls CALLS = new H2Calls(FunctionCatalog.STANDARD);

    private H2Functions() {}

    public static ResultSet glmm(Connection connection, String modelText, String query) throws SQLException {
        return CALLS.rows("glmm", connection, modelText, query);
    }

    public static ResultSet tidy(Connection connection, String model) throws SQLException {
        return CALLS.rows("glmm_tidy", connection, model);
    }

    public static ResultSet fixef(Connection connection, String model) throws SQLException {
        return CALLS.rows("glmm_fixef", connection, model);
    }

    public static ResultSet ranef(Connection connection, String model) throws SQLException {
        return CALLS.rows("glmm_ranef", connection, model);
    }

    public static ResultSet varcorr(Connection connection, String model) throws SQLException {
        return CALLS.rows("glmm_varcorr", connection, model);
    }

    public static ResultSet glance(Connection connection, String model) throws SQLException {
        return CALLS.rows("glmm_glance", connection, model);
    }

    public static ResultSet vcov(Connection connection, String model) throws SQLException {
        return CALLS.rows("glmm_vcov", connection, model);
    }

    public static ResultSet vcov(Connection connection, String model, String kind) throws SQLException {
        return CALLS.rows("glmm_vcov", connection, model, kind);
    }

    public static ResultSet tidyBy(Connection connection, String query) throws SQLException {
        return CALLS.rows("glmm_tidy_by", connection, query);
    }

    public static ResultSet fixefBy(Connection connection, String query) throws SQLException {
        return CALLS.rows("glmm_fixef_by", connection, query);
    }

    public static ResultSet ranefBy(Connection connection, String query) throws SQLException {
        return CALLS.rows("glmm_ranef_by", connection, query);
    }

    public static ResultSet varcorrBy(Connection connection, String query) throws SQLException {
        return CALLS.rows("glmm_varcorr_by", connection, query);
    }

    public static ResultSet glanceBy(Connection connection, String query) throws SQLException {
        return CALLS.rows("glmm_glance_by", connection, query);
    }

    public static ResultSet vcovBy(Connection connection, String query) throws SQLException {
        return CALLS.rows("glmm_vcov_by", connection, query);
    }

    public static ResultSet vcovBy(Connection connection, String query, String kind) throws SQLException {
        return CALLS.rows("glmm_vcov_by", connection, query, kind);
    }

    public static ResultSet means(Connection connection, String model, String spec) throws SQLException {
        return CALLS.rows("glmm_means", connection, model, spec);
    }

    public static ResultSet means(Connection connection, String model, String spec, String options)
            throws SQLException {
        return CALLS.rows("glmm_means", connection, model, spec, options);
    }

    public static ResultSet meansBy(Connection connection, String query, String spec) throws SQLException {
        return CALLS.rows("glmm_means_by", connection, query, spec);
    }

    public static ResultSet meansBy(Connection connection, String query, String spec, String options)
            throws SQLException {
        return CALLS.rows("glmm_means_by", connection, query, spec, options);
    }

    public static ResultSet contrasts(Connection connection, String model, String spec) throws SQLException {
        return CALLS.rows("glmm_contrasts", connection, model, spec);
    }

    public static ResultSet contrasts(Connection connection, String model, String spec, String options)
            throws SQLException {
        return CALLS.rows("glmm_contrasts", connection, model, spec, options);
    }

    public static ResultSet contrastsBy(Connection connection, String query, String spec) throws SQLException {
        return CALLS.rows("glmm_contrasts_by", connection, query, spec);
    }

    public static ResultSet contrastsBy(Connection connection, String query, String spec, String options)
            throws SQLException {
        return CALLS.rows("glmm_contrasts_by", connection, query, spec, options);
    }

    public static ResultSet slopes(Connection connection, String model, String spec) throws SQLException {
        return CALLS.rows("glmm_slopes", connection, model, spec);
    }

    public static ResultSet slopes(Connection connection, String model, String spec, String options)
            throws SQLException {
        return CALLS.rows("glmm_slopes", connection, model, spec, options);
    }

    public static ResultSet slopesBy(Connection connection, String query, String spec) throws SQLException {
        return CALLS.rows("glmm_slopes_by", connection, query, spec);
    }

    public static ResultSet slopesBy(Connection connection, String query, String spec, String options)
            throws SQLException {
        return CALLS.rows("glmm_slopes_by", connection, query, spec, options);
    }

    public static ResultSet test(Connection connection, String model, String hypotheses) throws SQLException {
        return CALLS.rows("glmm_test", connection, model, hypotheses);
    }

    public static ResultSet test(Connection connection, String model, String hypotheses, String options)
            throws SQLException {
        return CALLS.rows("glmm_test", connection, model, hypotheses, options);
    }

    public static ResultSet testBy(Connection connection, String query, String hypotheses) throws SQLException {
        return CALLS.rows("glmm_test_by", connection, query, hypotheses);
    }

    public static ResultSet testBy(Connection connection, String query, String hypotheses, String options)
            throws SQLException {
        return CALLS.rows("glmm_test_by", connection, query, hypotheses, options);
    }

    public static ResultSet terms(Connection connection, String model) throws SQLException {
        return CALLS.rows("glmm_terms", connection, model);
    }

    public static ResultSet terms(Connection connection, String model, String options) throws SQLException {
        return CALLS.rows("glmm_terms", connection, model, options);
    }

    public static ResultSet termsBy(Connection connection, String query) throws SQLException {
        return CALLS.rows("glmm_terms_by", connection, query);
    }

    public static ResultSet termsBy(Connection connection, String query, String options) throws SQLException {
        return CALLS.rows("glmm_terms_by", connection, query, options);
    }

    public static ResultSet quality(Connection connection, String model) throws SQLException {
        return CALLS.rows("glmm_quality", connection, model);
    }

    public static ResultSet quality(Connection connection, String model, String nullModel) throws SQLException {
        return CALLS.rows("glmm_quality", connection, model, nullModel);
    }

    public static ResultSet quality(Connection connection, String model, String nullModel, String options)
            throws SQLException {
        return CALLS.rows("glmm_quality", connection, model, nullModel, options);
    }

    public static ResultSet qualityBy(Connection connection, String query) throws SQLException {
        return CALLS.rows("glmm_quality_by", connection, query);
    }

    public static ResultSet qualityBy(Connection connection, String query, String nullModel) throws SQLException {
        return CALLS.rows("glmm_quality_by", connection, query, nullModel);
    }

    public static ResultSet qualityBy(Connection connection, String query, String nullModel, String options)
            throws SQLException {
        return CALLS.rows("glmm_quality_by", connection, query, nullModel, options);
    }

    public static ResultSet vif(Connection connection, String model) throws SQLException {
        return CALLS.rows("glmm_vif", connection, model);
    }

    public static ResultSet vifBy(Connection connection, String query) throws SQLException {
        return CALLS.rows("glmm_vif_by", connection, query);
    }

    public static ResultSet check(Connection connection, String model) throws SQLException {
        return CALLS.rows("glmm_check", connection, model);
    }

    public static ResultSet checkBy(Connection connection, String query) throws SQLException {
        return CALLS.rows("glmm_check_by", connection, query);
    }

    public static ResultSet compare(Connection connection, String query) throws SQLException {
        return CALLS.rows("glmm_compare", connection, query);
    }

    public static ResultSet anova(Connection connection, String model1, String model2) throws SQLException {
        return CALLS.rows("glmm_anova", connection, model1, model2);
    }

    public static ResultSet anova(Connection connection, String model1, String model2, String options)
            throws SQLException {
        return CALLS.rows("glmm_anova", connection, model1, model2, options);
    }

    public static ResultSet anovaBy(Connection connection, String query) throws SQLException {
        return CALLS.rows("glmm_anova_by", connection, query);
    }

    public static ResultSet anovaBy(Connection connection, String query, String options) throws SQLException {
        return CALLS.rows("glmm_anova_by", connection, query, options);
    }

    public static String summary(String model) throws SQLException {
        return (String) CALLS.value("glmm_summary", Arrays.asList(model));
    }

    public static String summary(String model, String options) throws SQLException {
        return (String) CALLS.value("glmm_summary", Arrays.asList(model, options));
    }

    public static String status(String model) throws SQLException {
        return (String) CALLS.value("glmm_status", Arrays.asList(model));
    }

    public static Double predict(String model, String options, Value... v) throws SQLException {
        return (Double) CALLS.value("glmm_predict", Arrays.asList(model, options), v);
    }

    public static Double predictSe(String model, String options, Value... v) throws SQLException {
        return (Double) CALLS.value("glmm_predict_se", Arrays.asList(model, options), v);
    }

    public static String predictClass(String model, String options, Value... v) throws SQLException {
        return (String) CALLS.value("glmm_predict_class", Arrays.asList(model, options), v);
    }

    public static Double residual(String model, String options, Value... v) throws SQLException {
        return (Double) CALLS.value("glmm_residual", Arrays.asList(model, options), v);
    }

    public static Double simulate(String model, String options, Value... v) throws SQLException {
        return (Double) CALLS.value("glmm_simulate", Arrays.asList(model, options), v);
    }

    public static ResultSet effectsTidy(Connection connection, String effects) throws SQLException {
        return CALLS.rows("glmm_effects_tidy", connection, effects);
    }

    public static Double leverage(String model, Value... v) throws SQLException {
        return (Double) CALLS.value("glmm_leverage", Arrays.asList(model), v);
    }

    public static Double cooks(String model, Value... v) throws SQLException {
        return (Double) CALLS.value("glmm_cooks", Arrays.asList(model), v);
    }

    public static ResultSet drop1(Connection connection, String modelText, String query) throws SQLException {
        return CALLS.rows("glmm_drop1", connection, modelText, query);
    }

    public static ResultSet drop1Tidy(Connection connection, String drop1) throws SQLException {
        return CALLS.rows("glmm_drop1_tidy", connection, drop1);
    }

    public static ResultSet profile(Connection connection, String modelText, String query) throws SQLException {
        return CALLS.rows("glmm_profile", connection, modelText, query);
    }

    public static ResultSet profileTidy(Connection connection, String profile) throws SQLException {
        return CALLS.rows("glmm_profile_tidy", connection, profile);
    }
}
