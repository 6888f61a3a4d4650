-- How often does a cattle disease strike, by period, in herds that differ?
-- Contagious bovine pleuropneumonia in 15 herds: new cases (incidence) among size animals, in four periods.
CREATE TABLE cbpp_model AS
  SELECT glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), family = binomial',
                  incidence, size, period, herd) AS model
  FROM cbpp;

-- the coefficients are rows
SELECT term, estimate, std_error, statistic FROM glmm_fixef((SELECT model FROM cbpp_model));
-- | term                    estimate            std_error            statistic
-- | (Intercept)  -1.3985321372040533  0.23248370479158847   -6.015613603791184
-- | period2      -0.9923327361387863    0.306638170630739  -3.2361683286122163
-- | period3      -1.1286720855511059   0.3266315476758032  -3.4554901190112983
-- | period4      -1.5803138873572091  0.42742349421253084  -3.6973023447593136

-- how much herds differ
SELECT group_name, term1, variance, sd_or_corr FROM glmm_varcorr((SELECT model FROM cbpp_model));
-- | group_name  term1                 variance          sd_or_corr
-- | herd        (Intercept)  0.412499755174587  0.6422614383369026

-- the herds that stand out
SELECT level, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error
  FROM glmm_ranef((SELECT model FROM cbpp_model)) ORDER BY estimate DESC LIMIT 3;
-- | level  estimate  std_error
-- |    14     0.971      0.355
-- |     7     0.889      0.326
-- |     8     0.599      0.321
