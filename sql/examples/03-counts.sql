-- Counts over unequal times of exposure: the offset makes it a model of rates.
CREATE TABLE count_model AS
  SELECT glmm_fit('y ~ x + offset(log(exposure)) + (1 | g), family = poisson', y, x, exposure, g) AS model
  FROM visits;

-- rate ratios with their 95 % intervals
SELECT term, round(exp(estimate), 3) AS rate_ratio, round(exp(conf_low), 3) AS low, round(exp(conf_high), 3) AS high
  FROM glmm_fixef((SELECT model FROM count_model));
-- | term         rate_ratio    low   high
-- | (Intercept)       0.333  0.284  0.389
-- | x                 1.453  1.382  1.529
