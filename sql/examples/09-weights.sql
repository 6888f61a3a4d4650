-- A proportion with its number of trials as prior weight is the same model as counts of successes and failures.
CREATE TABLE by_counts AS
  SELECT glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), binomial', incidence, size, period, herd) AS model
  FROM cbpp;
CREATE TABLE by_proportion AS
  SELECT glmm_fit('p ~ period + (1 | herd), binomial, weights = size', CAST(incidence AS DOUBLE) / size, period, herd, size)
         AS model
  FROM cbpp;

SELECT a.term, round(a.estimate, 4) AS by_counts, round(b.estimate, 4) AS by_proportion
  FROM glmm_fixef((SELECT model FROM by_counts)) a
  JOIN glmm_fixef((SELECT model FROM by_proportion)) b ON a.term = b.term
  ORDER BY a.term;
-- | term         by_counts  by_proportion
-- | (Intercept)    -1.3985        -1.3985
-- | period2        -0.9923        -0.9923
-- | period3        -1.1287        -1.1287
-- | period4        -1.5803        -1.5803
