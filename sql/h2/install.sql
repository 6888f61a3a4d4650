-- The functions of glmm-sql, made of their catalogue; see ../README.md.
CREATE AGGREGATE IF NOT EXISTS glmm_fit FOR 'org.glmmsql.engine.h2.FitAggregate';
CREATE AGGREGATE IF NOT EXISTS hglm_fit FOR 'org.glmmsql.engine.h2.HglmFitAggregate';
CREATE ALIAS IF NOT EXISTS glmm FOR 'org.glmmsql.engine.h2.H2Functions.glmm';
CREATE ALIAS IF NOT EXISTS glmm_tidy FOR 'org.glmmsql.engine.h2.H2Functions.tidy';
CREATE ALIAS IF NOT EXISTS glmm_fixef FOR 'org.glmmsql.engine.h2.H2Functions.fixef';
CREATE ALIAS IF NOT EXISTS glmm_ranef FOR 'org.glmmsql.engine.h2.H2Functions.ranef';
CREATE ALIAS IF NOT EXISTS glmm_varcorr FOR 'org.glmmsql.engine.h2.H2Functions.varcorr';
CREATE ALIAS IF NOT EXISTS glmm_glance FOR 'org.glmmsql.engine.h2.H2Functions.glance';
CREATE ALIAS IF NOT EXISTS glmm_tidy_by FOR 'org.glmmsql.engine.h2.H2Functions.tidyBy';
CREATE ALIAS IF NOT EXISTS glmm_fixef_by FOR 'org.glmmsql.engine.h2.H2Functions.fixefBy';
CREATE ALIAS IF NOT EXISTS glmm_ranef_by FOR 'org.glmmsql.engine.h2.H2Functions.ranefBy';
CREATE ALIAS IF NOT EXISTS glmm_varcorr_by FOR 'org.glmmsql.engine.h2.H2Functions.varcorrBy';
CREATE ALIAS IF NOT EXISTS glmm_glance_by FOR 'org.glmmsql.engine.h2.H2Functions.glanceBy';
CREATE ALIAS IF NOT EXISTS glmm_anova FOR 'org.glmmsql.engine.h2.H2Functions.anova';
CREATE ALIAS IF NOT EXISTS glmm_summary FOR 'org.glmmsql.engine.h2.H2Functions.summary';
CREATE ALIAS IF NOT EXISTS glmm_predict FOR 'org.glmmsql.engine.h2.H2Functions.predict';
CREATE ALIAS IF NOT EXISTS glmm_predict_se FOR 'org.glmmsql.engine.h2.H2Functions.predictSe';
