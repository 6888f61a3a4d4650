-- One model per group: a fit is an aggregate, so GROUP BY makes many, and each is a value that can be kept.
CREATE TABLE fits AS
  SELECT urban, glmm_fit('use ~ age + livch + (1 | district), family = binomial', use, age, livch, district) AS model
  FROM contraception
  GROUP BY urban;

-- one row per group and coefficient
SELECT * FROM glmm_fixef_by('SELECT urban, model FROM fits') ORDER BY urban, term;

-- a fit that the data do not allow is a row with another status, never the loss of the others
SELECT urban, status, nobs, log_lik FROM glmm_glance_by('SELECT urban, model FROM fits') ORDER BY urban;
