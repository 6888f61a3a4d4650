-- A view that a dashboard reads as if it were a table: estimates with their intervals, by group.
CREATE TABLE fits AS
  SELECT urban, glmm_fit('use ~ age + (1 | district), family = binomial', use, age, district) AS model
  FROM contraception
  GROUP BY urban;

CREATE VIEW effects AS
  SELECT * FROM glmm_tidy_by('SELECT urban, model FROM fits');

SELECT urban, effect, term, round(estimate, 3) AS estimate, round(conf_low, 3) AS low, round(conf_high, 3) AS high
  FROM effects ORDER BY urban, effect, term;
-- | urban  effect    term             estimate     low    high
-- | N      fixed     (Intercept)        -0.723  -0.925  -0.521
-- | N      fixed     age                 0.012  -0.001   0.024
-- | N      ran_pars  sd__(Intercept)     0.594   0.429   0.824
-- | Y      fixed     (Intercept)         0.011  -0.232   0.254
-- | Y      fixed     age                 0.003  -0.017   0.024
-- | Y      ran_pars  sd__(Intercept)     0.466   0.257   0.845
