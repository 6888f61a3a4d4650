-- Reaction times over ten days of too little sleep: every subject has an intercept and a slope of its own.
CREATE TABLE sleep_model AS
  SELECT glmm_fit('reaction ~ days + (days | subject), method = REML', reaction, days, subject) AS model
  FROM sleepstudy;

-- what a person reads
SELECT glmm_summary(model) FROM sleep_model;
-- | Generalized linear mixed model fit by REML
-- |  Family: gaussian ( identity )
-- | Formula: reaction ~ days + (days | subject)
-- |
-- |    AIC     BIC  logLik  -2*log(L)  df.resid
-- | 1755.6  1774.8  -871.8     1743.6       174
-- |
-- | Scaled residuals:
-- |     Min       1Q  Median      3Q     Max
-- | -3.9536  -0.4634  0.0231  0.4634  5.1793
-- |
-- | Random effects:
-- | Groups    Name         Variance  Std.Dev.  Corr
-- | subject   (Intercept)    612.09    24.740
-- |           days            35.07     5.922  0.07
-- | Residual                 654.94    25.592
-- | Number of obs: 180, groups: subject, 18
-- |
-- | Fixed effects:
-- |              Estimate  Std. Error    df  t value  Pr(>|t|)
-- | (Intercept)   251.405       6.825  17.0   36.838    <2e-16  ***
-- | days           10.467       1.546  17.0    6.771  3.26e-06  ***
-- | ---
-- | Signif. codes:  0 '***' 0.001 '**' 0.01 '*' 0.05 '.' 0.1 ' ' 1
-- |
-- | t tests of the fixed effects by Satterthwaite's degrees of freedom

-- the fit in one row
SELECT status, nobs, round(log_lik, 3) AS log_lik, round(sigma, 3) AS sigma, is_singular
  FROM glmm_glance((SELECT model FROM sleep_model));
-- | status  nobs   log_lik   sigma  is_singular
-- | ok       180  -871.814  25.592  false
