-- Bitterness of wines, rated from 1 to 5 by nine judges: fermented warm or cold, with or without contact of juice and skins.
CREATE TABLE bitterness AS
  SELECT glmm_fit('rating ~ temp + contact + (1 | judge), cumulative(logit)', rating, temp, contact, judge) AS model
  FROM wine;

-- slopes are log odds ratios of a more bitter rating; thresholds lie between the ratings on the same scale
SELECT component, term, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error
  FROM glmm_tidy((SELECT model FROM bitterness));
-- | component             term  estimate  std_error
-- | cond              tempwarm     3.063      0.595
-- | cond            contactyes     1.835      0.513
-- | threshold              1|2    -1.624      0.682
-- | threshold              2|3     1.513      0.604
-- | threshold              3|4     4.229      0.809
-- | threshold              4|5     6.089      0.972
-- | cond       sd__(Intercept)     1.131      0.399

-- the probability of each rating by an average judge
SELECT temp, contact, level,
       round(glmm_predict(model, 're = none, level = ' || level, temp, contact, NULL), 3) AS probability,
       round(glmm_predict_se(model, 're = none, level = ' || level, temp, contact, NULL), 3) AS std_error
  FROM bitterness,
       (SELECT DISTINCT temp, contact FROM wine WHERE contact = 'no') AS wines,
       (SELECT DISTINCT CAST(rating AS VARCHAR(10)) AS level FROM wine) AS levels
  ORDER BY temp, level;
-- | temp  contact  level  probability  std_error
-- | cold  no           1        0.165      0.094
-- | cold  no           2        0.655       0.09
-- | cold  no           3        0.166      0.081
-- | cold  no           4        0.012       0.01
-- | cold  no           5        0.002      0.002
-- | warm  no           1        0.009      0.008
-- | warm  no           2        0.166      0.085
-- | warm  no           3        0.587      0.085
-- | warm  no           4        0.191      0.089
-- | warm  no           5        0.046      0.032

-- what the fifth judge is most likely to say
SELECT DISTINCT temp, contact, glmm_predict_class(model, '', temp, contact, '5') AS rating
  FROM bitterness, wine
  ORDER BY temp, contact;
-- | temp  contact  rating
-- | cold  no            2
-- | cold  yes           3
-- | warm  no            3
-- | warm  yes           4

-- do odds ratios by temperature and contact multiply?
CREATE TABLE together AS
  SELECT glmm_fit('rating ~ temp * contact + (1 | judge), cumulative(logit)', rating, temp, contact, judge) AS model
  FROM wine;
SELECT npar, round(log_lik, 2) AS log_lik, round(statistic, 2) AS chi_squared, df, round(p_value, 2) AS p_value
  FROM glmm_anova((SELECT model FROM bitterness), (SELECT model FROM together));
-- | npar  log_lik  chi_squared    df  p_value
-- |    7   -81.57         NULL  NULL     NULL
-- |    8   -81.54         0.06   1.0     0.81
