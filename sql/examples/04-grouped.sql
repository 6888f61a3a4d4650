-- One model for each group: a fit is an aggregate, so GROUP BY makes as many as there are groups, and each can be kept.
CREATE TABLE fits AS
  SELECT urban, glmm_fit('use ~ age + livch + (1 | district), family = binomial', use, age, livch, district) AS model
  FROM contraception
  GROUP BY urban;

-- one row for each group and coefficient
SELECT urban, term, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error
  FROM glmm_fixef_by('SELECT urban, model FROM fits') ORDER BY urban, term;
-- | urban  term         estimate  std_error
-- | N      (Intercept)    -1.861       0.19
-- | N      age            -0.027       0.01
-- | N      livch1            1.3      0.205
-- | N      livch2          1.562      0.222
-- | N      livch3+         1.538      0.232
-- | Y      (Intercept)    -0.709      0.211
-- | Y      age            -0.028      0.015
-- | Y      livch1          0.869      0.261
-- | Y      livch2          1.057      0.304
-- | Y      livch3+           1.1      0.305

-- a fit that the data do not allow is a row with another status, not the end of the query
SELECT urban, status, nobs, round(log_lik, 3) AS log_lik
  FROM glmm_glance_by('SELECT urban, model FROM fits') ORDER BY urban;
-- | urban  status  nobs   log_lik
-- | N      ok      1372  -824.592
-- | Y      ok       562  -373.309
