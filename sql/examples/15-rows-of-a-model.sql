-- What a model says of rows: average effects, intervals, residuals, simulated responses, influence, and the likelihood of rows held out.
-- Disease in herds: the standard errors hold whatever the rows of a herd have in common (CR1).
CREATE TABLE disease_model AS
  SELECT glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), family = binomial, vcov = CR1(herd)', incidence, size, period, herd) AS model
  FROM cbpp;

SELECT term, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error
  FROM glmm_fixef((SELECT model FROM disease_model));
-- | term         estimate  std_error
-- | (Intercept)    -1.399      0.296
-- | period2        -0.992       0.47
-- | period3        -1.129      0.531
-- | period4         -1.58      0.375

-- by how much the probability changes, on average over the rows
CREATE TABLE period_effects AS
  SELECT glmm_effects((SELECT model FROM disease_model), 'period', period, herd) AS effects
  FROM cbpp;

SELECT contrast, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error, round(conf_low, 3) AS conf_low, round(conf_high, 3) AS conf_high
  FROM glmm_effects_tidy((SELECT effects FROM period_effects));
-- | contrast  estimate  std_error  conf_low  conf_high
-- |    2 - 1    -0.114      0.056    -0.225     -0.003
-- |    3 - 1    -0.124      0.055    -0.231     -0.017
-- |    4 - 1     -0.15      0.045    -0.238     -0.061

-- a herd that nobody knows: with effect 0, and averaged over the law of herds with the error of its variance
SELECT period,
       round(glmm_predict(model, 're = none', period, NULL), 3) AS typical,
       round(glmm_predict(model, 're = none, marginal = true', period, NULL), 3) AS average,
       round(glmm_predict(model, 're = none, marginal = true, interval = confidence, limit = low', period, NULL), 3) AS low,
       round(glmm_predict(model, 're = none, marginal = true, interval = confidence, limit = high', period, NULL), 3) AS high
  FROM (SELECT DISTINCT period FROM cbpp) AS periods CROSS JOIN disease_model
  ORDER BY period;
-- | period  typical  average    low   high
-- |      1    0.198    0.216  0.123  0.309
-- |      2    0.084    0.097  0.041  0.153
-- |      3    0.074    0.086  0.014  0.158
-- |      4    0.048    0.057  0.025   0.09

-- Seizures: are counts like those of a Poisson model? One in twenty residuals is beyond 2 where the model holds.
CREATE TABLE seizure_models AS
  SELECT glmm_fit('y ~ base * trt + age + (1 | subject), family = poisson', y, base, trt, age, subject) AS poisson,
         glmm_fit('y ~ base * trt + age + (1 | subject), family = nbinom2', y, base, trt, age, subject) AS nbinom2
  FROM seizures;

SELECT round(avg(CASE WHEN abs(glmm_residual(poisson, 'type = quantile, key = period', period, y, base, trt, age, subject)) > 2 THEN 1.0 ELSE 0.0 END), 3) AS poisson,
       round(avg(CASE WHEN abs(glmm_residual(nbinom2, 'type = quantile, key = period', period, y, base, trt, age, subject)) > 2 THEN 1.0 ELSE 0.0 END), 3) AS nbinom2
  FROM seizures CROSS JOIN seizure_models;
-- | poisson  nbinom2
-- |   0.106    0.038

-- zeros there are, and zeros in two draws from each model
SELECT sum(CASE WHEN y = 0 THEN 1 ELSE 0 END) AS observed,
       sum(CASE WHEN glmm_simulate(poisson, 'draw = 1, key = period, re = conditional', period, base, trt, age, subject) = 0 THEN 1 ELSE 0 END) AS poisson1,
       sum(CASE WHEN glmm_simulate(poisson, 'draw = 2, key = period, re = conditional', period, base, trt, age, subject) = 0 THEN 1 ELSE 0 END) AS poisson2,
       sum(CASE WHEN glmm_simulate(nbinom2, 'draw = 1, key = period, re = conditional', period, base, trt, age, subject) = 0 THEN 1 ELSE 0 END) AS nbinom1,
       sum(CASE WHEN glmm_simulate(nbinom2, 'draw = 2, key = period, re = conditional', period, base, trt, age, subject) = 0 THEN 1 ELSE 0 END) AS nbinom2
  FROM seizures CROSS JOIN seizure_models;
-- | observed  poisson1  poisson2  nbinom1  nbinom2
-- |       23         9        12       14       14

-- Too little sleep: which rows pull at the fit, where another subject's reaction lies, and subjects held out
CREATE TABLE sleep_model AS
  SELECT glmm_fit('reaction ~ days + (days | subject), method = REML', reaction, days, subject) AS model
  FROM sleepstudy;

SELECT subject, days,
       round(glmm_leverage(model, reaction, days, subject), 3) AS leverage,
       round(glmm_cooks(model, reaction, days, subject), 3) AS cooks
  FROM sleepstudy CROSS JOIN sleep_model
  ORDER BY glmm_cooks(model, reaction, days, subject) DESC LIMIT 3;
-- | subject  days  leverage  cooks
-- |     332     9     0.293  4.332
-- |     332     6     0.122   2.12
-- |     308     7     0.162  1.808

SELECT days,
       round(glmm_predict(model, 're = none', days, NULL), 1) AS mean,
       round(glmm_predict(model, 're = none, interval = prediction, limit = low', days, NULL), 1) AS low,
       round(glmm_predict(model, 're = none, interval = prediction, limit = high', days, NULL), 1) AS high
  FROM (SELECT DISTINCT days FROM sleepstudy WHERE days IN (0, 9)) AS ends CROSS JOIN sleep_model
  ORDER BY days;
-- | days   mean    low   high
-- |    0  251.4  180.4  322.4
-- |    9  345.6  214.2  477.0

CREATE TABLE sleep_training AS
  SELECT glmm_fit('reaction ~ days + (days | subject)', reaction, days, subject) AS slopes,
         glmm_fit('reaction ~ days + (1 | subject)', reaction, days, subject) AS intercepts
  FROM sleepstudy WHERE subject NOT LIKE '37%';

SELECT round(glmm_loglik((SELECT slopes FROM sleep_training), reaction, days, subject), 2) AS slopes,
       round(glmm_loglik((SELECT intercepts FROM sleep_training), reaction, days, subject), 2) AS intercepts
  FROM sleepstudy WHERE subject LIKE '37%';
-- |  slopes  intercepts
-- | -141.54      -143.8
