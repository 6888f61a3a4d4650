-- Poisson with an offset: counts over unequal times of exposure, so that the model is one of rates.
CREATE TABLE count_model AS
  SELECT glmm_fit('y ~ x + offset(log(exposure)) + (1 | g), family = poisson', y, x, exposure, g) AS model
  FROM visits;

-- rate ratios
SELECT term, estimate, std_error, exp(estimate) AS rate_ratio FROM glmm_fixef((SELECT model FROM count_model));

SELECT status, nobs, log_lik, aic FROM glmm_glance((SELECT model FROM count_model));
