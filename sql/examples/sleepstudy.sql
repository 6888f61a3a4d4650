-- Gaussian: reaction times over ten days of too little sleep; every subject has an intercept and a slope of its own.
CREATE TABLE sleep_model AS
  SELECT glmm_fit('reaction ~ days + (days | subject), method = REML', reaction, days, subject) AS model
  FROM sleepstudy;

-- fixed effects
SELECT term, estimate, std_error, statistic FROM glmm_fixef((SELECT model FROM sleep_model));

-- standard deviations of intercepts and slopes, their correlation, the residual
SELECT group_name, term1, term2, sd_or_corr FROM glmm_varcorr((SELECT model FROM sleep_model));

-- the fit in one row
SELECT status, nobs, log_lik, aic, sigma, is_singular FROM glmm_glance((SELECT model FROM sleep_model));
