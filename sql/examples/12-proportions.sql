-- Shares that vary more than trials do: the beta-binomial model, whose precision phi is the larger the less the herds' shares vary, beside the
-- binomial one. The data on bovine pleuropneumonia are those of README.md.
CREATE TABLE shares AS
  SELECT 'binomial' AS family,
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

SELECT s.family, round(g.log_lik, 3) AS log_lik, round(g.aic, 2) AS aic
  FROM shares s JOIN glmm_glance_by('SELECT family, model FROM shares') g ON g.family = s.family
  ORDER BY aic;
