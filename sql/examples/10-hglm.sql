-- Random effects need not be normal: with a gamma law, a Poisson count is negative binomial within its group.
-- nagq = 25 integrates the random effects exactly, for any law.
CREATE TABLE laws AS
  SELECT 'normal' AS law, glmm_fit('y ~ x + t + (1 | g), family = poisson, nagq = 25', y, x, t, g) AS model FROM repairs
  UNION ALL
  SELECT 'gamma', glmm_fit('y ~ x + t + (1 | g), family = poisson, random = gamma(log), nagq = 25', y, x, t, g) FROM repairs;

SELECT law, term, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error
  FROM glmm_fixef_by('SELECT law, model FROM laws') ORDER BY law, term;
-- | law     term         estimate  std_error
-- | gamma   (Intercept)     0.978      0.144
-- | gamma   t               0.332      0.202
-- | gamma   x                0.32       0.04
-- | normal  (Intercept)     0.799      0.151
-- | normal  t               0.331      0.209
-- | normal  x                0.32      0.041

SELECT law, status, round(log_lik, 3) AS log_lik FROM glmm_glance_by('SELECT law, model FROM laws') ORDER BY law;
-- | law     status   log_lik
-- | gamma   ok      -487.012
-- | normal  ok      -486.792
