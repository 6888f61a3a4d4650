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

-- does a third child matter beside two? The difference of two coefficients, with the standard error that their covariances give it
SELECT round(difference, 4) AS difference, round(std_error, 4) AS std_error
  FROM (SELECT sum(CASE term WHEN 'livch3+' THEN estimate WHEN 'livch2' THEN -estimate END) AS difference
          FROM glmm_fixef((SELECT model FROM large_model))) f,
       (SELECT sqrt(sum(CASE WHEN term1 = term2 THEN covariance ELSE -covariance END)) AS std_error
          FROM glmm_vcov((SELECT model FROM large_model))
         WHERE term1 IN ('livch2', 'livch3+') AND term2 IN ('livch2', 'livch3+')) v;
-- | difference  std_error
-- |    -0.0312     0.1544
