-- Seizures of epileptics in four periods: those of a patient are alike, and those of neighbouring periods more so.
CREATE TABLE alike AS
  SELECT glmm_fit('y ~ trt * log(base) + log(age) + (1 | subject), poisson', y, trt, base, age, subject) AS model
  FROM seizures;
CREATE TABLE in_time AS
  SELECT glmm_fit('y ~ trt * log(base) + log(age) + ar1(period | subject), poisson', y, trt, base, age, period, subject) AS model
  FROM seizures;

-- one standard deviation for the effects of all periods, and the correlation rho of those of neighbours
SELECT term1, term2, round(sd_or_corr, 3) AS estimate, round(std_error, 3) AS std_error
  FROM glmm_varcorr((SELECT model FROM in_time));
-- | term1   term2  estimate  std_error
-- | period  NULL      0.575       0.05
-- | rho     NULL      0.668       0.08

-- the first patient's effect in each period
SELECT term AS period, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error
  FROM glmm_ranef((SELECT model FROM in_time))
  WHERE level = '1'
  ORDER BY term;
-- | period  estimate  std_error
-- |      1     0.237      0.352
-- |      2     0.069      0.344
-- |      3     0.008       0.35
-- |      4    -0.011      0.373

-- neither model is a case of the other, but their likelihoods can be compared
SELECT npar, round(aic, 1) AS aic, round(log_lik, 2) AS log_lik
  FROM glmm_anova((SELECT model FROM alike), (SELECT model FROM in_time));
-- | npar     aic  log_lik
-- |    6  1351.8  -669.88
-- |    7  1266.0   -626.0
