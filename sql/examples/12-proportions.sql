-- Shares that vary more than trials do: the beta-binomial model, whose precision phi is the larger the less the herds' shares vary, beside the
-- binomial one. The data on bovine pleuropneumonia are those of README.md.
CREATE TABLE shares AS
  SELECT 'binomial' AS kind,
         glmm_fit('cbind(incidence, size - incidence) ~ period, family = binomial', incidence, size, period) AS model
  FROM cbpp
  UNION ALL
  SELECT 'betabinomial',
         glmm_fit('cbind(incidence, size - incidence) ~ period, family = betabinomial', incidence, size, period)
  FROM cbpp
  UNION ALL
  SELECT 'betabinomial with herds',
         glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), family = betabinomial', incidence, size, period, herd)
  FROM cbpp;

SELECT s.kind, round(g.log_lik, 3) AS log_lik, round(g.aic, 2) AS aic
  FROM shares s JOIN glmm_glance_by('SELECT kind, model FROM shares') g ON g.kind = s.kind
  ORDER BY aic;
-- | kind                     log_lik     aic
-- | betabinomial             -88.042  186.08
-- | betabinomial with herds  -88.042  188.08
-- | binomial                 -99.029  206.06

-- Herds do not differ beyond that: their standard deviation is 0. log phi is the coefficient of the dispersion.
SELECT component, term, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error, round(statistic, 2) AS z
  FROM glmm_fixef((SELECT model FROM shares WHERE kind = 'betabinomial'));
-- | component  term         estimate  std_error      z
-- | cond       (Intercept)    -1.319      0.233  -5.67
-- | cond       period2        -0.969      0.406  -2.38
-- | cond       period3        -1.251      0.457  -2.74
-- | cond       period4        -1.473      0.511  -2.88
-- | disp       (Intercept)     2.383      0.406   5.87
