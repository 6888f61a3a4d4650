-- Binomial: how often does a cattle disease strike, by period, in herds that differ?
-- Contagious bovine pleuropneumonia in 15 herds of Ethiopia: new cases (incidence) among size animals, four periods.
CREATE TABLE cbpp_model AS
  SELECT glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), family = binomial',
                  incidence, size, period, herd) AS model
  FROM cbpp;

-- the coefficients, as rows
SELECT term, estimate, std_error, statistic, p_value FROM glmm_fixef((SELECT model FROM cbpp_model));

-- how much herds differ
SELECT group_name, term1, variance, sd_or_corr FROM glmm_varcorr((SELECT model FROM cbpp_model));

-- the herds that stand out
SELECT level, estimate, std_error FROM glmm_ranef((SELECT model FROM cbpp_model)) ORDER BY estimate DESC LIMIT 3;
