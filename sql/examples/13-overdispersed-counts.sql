-- Seizures of 59 patients in four periods: how do they vary beyond Poisson? Each distribution with one random intercept, and with and
-- without zeros of another kind.
CREATE TABLE candidate AS
  SELECT 'poisson' AS kind, glmm_fit('y ~ log(base) * trt + log(age) + (1 | subject), family = poisson', y, base, trt, age, subject) AS model FROM seizures
  UNION ALL
  SELECT 'poisson, zero', glmm_fit('y ~ log(base) * trt + log(age) + (1 | subject), family = poisson, zero = ~ 1', y, base, trt, age, subject) FROM seizures
  UNION ALL
  SELECT 'nbinom2', glmm_fit('y ~ log(base) * trt + log(age) + (1 | subject), family = nbinom2', y, base, trt, age, subject) FROM seizures
  UNION ALL
  SELECT 'nbinom2, zero', glmm_fit('y ~ log(base) * trt + log(age) + (1 | subject), family = nbinom2, zero = ~ 1', y, base, trt, age, subject) FROM seizures
  UNION ALL
  SELECT 'nbinom1', glmm_fit('y ~ log(base) * trt + log(age) + (1 | subject), family = nbinom1', y, base, trt, age, subject) FROM seizures
  UNION ALL
  SELECT 'nbinom1, zero', glmm_fit('y ~ log(base) * trt + log(age) + (1 | subject), family = nbinom1, zero = ~ 1', y, base, trt, age, subject) FROM seizures;

SELECT c.kind, round(g.log_lik, 3) AS log_lik, round(g.aic, 2) AS aic, g.status
  FROM candidate c JOIN glmm_glance_by('SELECT kind, model FROM candidate') g ON g.kind = c.kind
  ORDER BY aic;
-- | kind            log_lik      aic  status
-- | nbinom2, zero  -622.216  1260.43  ok
-- | nbinom2        -625.855  1265.71  ok
-- | nbinom1        -635.834  1285.67  ok
-- | nbinom1, zero  -634.935  1285.87  ok
-- | poisson, zero  -658.676  1331.35  ok
-- | poisson        -669.885  1351.77  ok
