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

-- odds ratios with their limits, and a test that takes temperature and contact together
SELECT term, round(exp(estimate), 2) AS odds_ratio, round(exp(conf_low), 2) AS conf_low, round(exp(conf_high), 2) AS conf_high
  FROM glmm_fixef((SELECT model FROM bitterness))
  WHERE component = 'cond';
-- | term        odds_ratio  conf_low  conf_high
-- | tempwarm         21.39      6.66      68.71
-- | contactyes        6.26      2.29      17.11
SELECT label, round(statistic, 2) AS statistic, num_df, p_value < 0.0001 AS significant
  FROM glmm_test((SELECT model FROM bitterness), 'tempwarm = 0, contactyes = 0');
-- | label           statistic  num_df  significant
-- | tempwarm = 0         5.14    NULL  true
-- | contactyes = 0       3.58    NULL  false
-- | joint               31.52       2  true

-- does temperature matter? By likelihood, against the model without it
CREATE TABLE by_contact AS
  SELECT glmm_fit('rating ~ contact + (1 | judge), cumulative(logit)', rating, contact, judge) AS model
  FROM wine;
SELECT npar, round(log_lik, 3) AS log_lik, round(statistic, 3) AS chi_squared, df, p_value < 0.0001 AS significant
  FROM glmm_anova((SELECT model FROM by_contact), (SELECT model FROM bitterness));
-- | npar  log_lik  chi_squared    df  significant
-- |    6  -98.797         NULL  NULL  NULL
-- |    7  -81.565       34.464   1.0  true

-- a picture of the ratings: a mark for each five per cent
SELECT temp, level, repeat('#', CAST(round(20 * glmm_predict(model, 're = none, level = ' || level, temp, contact, NULL)) AS INTEGER)) AS picture
  FROM bitterness,
       (SELECT DISTINCT temp, contact FROM wine WHERE contact = 'no') AS wines,
       (SELECT DISTINCT CAST(rating AS VARCHAR(10)) AS level FROM wine) AS levels
  ORDER BY temp, level;
-- | temp  level  picture
-- | cold      1  ###
-- | cold      2  #############
-- | cold      3  ###
-- | cold      4
-- | cold      5
-- | warm      1
-- | warm      2  ###
-- | warm      3  ############
-- | warm      4  ####
-- | warm      5  #

-- quantile residuals of the ratings: their spread, and how many are beyond 3
SELECT round(stddev_samp(q), 2) AS sd, sum(CASE WHEN abs(q) > 3 THEN 1 ELSE 0 END) AS far_out
  FROM (SELECT glmm_residual(model, 'type = quantile, uniform = 0.5', rating, temp, contact, judge) AS q FROM wine, bitterness) AS residuals;
-- |  sd  far_out
-- | 0.8        0
