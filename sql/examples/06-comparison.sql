-- Does the number of living children matter? Two models of the same rows, compared by their likelihood ratio.
CREATE TABLE small_model AS
  SELECT glmm_fit('use ~ age + urban + (1 | district), family = binomial', use, age, urban, district) AS model
  FROM contraception;
CREATE TABLE large_model AS
  SELECT glmm_fit('use ~ age + urban + livch + (1 | district), family = binomial', use, age, urban, livch, district) AS model
  FROM contraception;

SELECT npar, round(aic, 2) AS aic, round(log_lik, 3) AS log_lik, round(statistic, 3) AS statistic, df, p_value < 0.001 AS significant
  FROM glmm_anova((SELECT model FROM small_model), (SELECT model FROM large_model));
-- | npar      aic    log_lik  statistic    df  significant
-- |    4  2508.39  -1250.196       NULL  NULL  NULL
-- |    7  2427.62  -1206.808     86.777   3.0  true
