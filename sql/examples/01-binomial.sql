-- How often does a cattle disease strike, by period, in herds that differ?
-- Contagious bovine pleuropneumonia in 15 herds: new cases (incidence) among size animals, in four periods.
CREATE TABLE cbpp_model AS
  SELECT glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), family = binomial',
                  incidence, size, period, herd) AS model
  FROM cbpp;

-- the coefficients are rows
SELECT term, estimate, std_error, statistic FROM glmm_fixef((SELECT model FROM cbpp_model));
-- | term          estimate  std_error  statistic
-- | (Intercept)   -1.39853   0.232472   -6.01592
-- | period2      -0.992333   0.306642   -3.23612
-- | period3       -1.12867   0.326638   -3.45542
-- | period4       -1.58031   0.427437   -3.69719

-- how much herds differ
SELECT group_name, term1, variance, sd_or_corr FROM glmm_varcorr((SELECT model FROM cbpp_model));
-- | group_name  term1        variance  sd_or_corr
-- | herd        (Intercept)  0.412500    0.642261

-- the herds that stand out
SELECT level, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error
  FROM glmm_ranef((SELECT model FROM cbpp_model)) ORDER BY estimate DESC LIMIT 3;
-- | level  estimate  std_error
-- |    14     0.971      0.355
-- |     7     0.889      0.326
-- |     8     0.599      0.321
