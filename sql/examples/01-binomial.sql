-- How often does a cattle disease strike, by period, in herds that differ?
-- Contagious bovine pleuropneumonia in 15 herds: new cases (incidence) among size animals, in four periods.
CREATE TABLE cbpp_model AS
  SELECT glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), family = binomial',
                  incidence, size, period, herd) AS model
  FROM cbpp;

-- the coefficients are rows
SELECT term, estimate, std_error, statistic FROM glmm_fixef((SELECT model FROM cbpp_model));
-- | term                    estimate            std_error            statistic
-- | (Intercept)  -1.3985321372183575  0.23248368612658118   -6.015614086817661
-- | period2       -0.992332736140287  0.30663817401822635  -3.2361682928665743
-- | period3      -1.1286720855536934  0.32663155204230904  -3.4554900728252207
-- | period4       -1.580313887365779   0.4274235036791555   -3.697302262891088

-- how much herds differ
SELECT group_name, term1, variance, sd_or_corr FROM glmm_varcorr((SELECT model FROM cbpp_model));
-- | group_name  term1                   variance          sd_or_corr
-- | herd        (Intercept)  0.41249975518652776  0.6422614383461985

-- the herds that stand out
SELECT level, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error
  FROM glmm_ranef((SELECT model FROM cbpp_model)) ORDER BY estimate DESC LIMIT 3;
-- | level  estimate  std_error
-- |    14     0.971      0.355
-- |     7     0.889      0.326
-- |     8     0.599      0.321
