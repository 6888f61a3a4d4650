-- Limits by profile likelihood: where the log-likelihood, maximised over all other parameters, has fallen by half of the quantile of
-- chi-squared. conf = profile at the fit finds them; glmm_tidy and glmm_fixef show them in the place of Wald's.
CREATE TABLE sleep_profile AS
  SELECT glmm_fit('reaction ~ days + (days | subject)', reaction, days, subject) AS wald,
         glmm_fit('reaction ~ days + (days | subject), conf = profile', reaction, days, subject) AS profile
  FROM sleepstudy;

SELECT p.term, round(p.estimate, 3) AS estimate, round(p.conf_low, 3) AS low, round(p.conf_high, 3) AS high,
       round(w.conf_low, 3) AS wald_low, round(w.conf_high, 3) AS wald_high
  FROM glmm_tidy((SELECT profile FROM sleep_profile)) p JOIN glmm_tidy((SELECT wald FROM sleep_profile)) w ON p.term = w.term
  ORDER BY p.effect, p.term;
-- | term                   estimate      low    high  wald_low  wald_high
-- | (Intercept)             251.405  237.681  265.13   237.471    265.339
-- | days                     10.467    7.359  13.576     7.311     13.623
-- | cor__(Intercept).days     0.081   -0.481   0.685    -0.506      0.617
-- | sd__(Intercept)          23.781   14.381  37.716    15.017     37.658
-- | sd__Observation          25.592   22.898  28.858      22.8     28.725
-- | sd__days                  5.717    3.801   8.753     3.805      8.588

-- of a restricted likelihood only variances and correlations have a profile: limits that do not exist are NULL, and the message says why
CREATE TABLE sleep_restricted AS
  SELECT glmm_fit('reaction ~ days + (days | subject), method = REML, conf = profile', reaction, days, subject) AS model
  FROM sleepstudy;

SELECT term, round(conf_low, 3) AS low, round(conf_high, 3) AS high
  FROM glmm_tidy((SELECT model FROM sleep_restricted)) ORDER BY effect, term;
-- | term                      low    high
-- | (Intercept)              NULL    NULL
-- | days                     NULL    NULL
-- | cor__(Intercept).days  -0.498   0.666
-- | sd__(Intercept)        15.032  39.516
-- | sd__Observation        22.898  28.858
-- | sd__days                3.927   9.152

SELECT message FROM glmm_glance((SELECT model FROM sleep_restricted));
-- | message
-- | limits by profile: a restricted likelihood has no profile of fixed effects, whose limits are NULL: use method = ML, or conf = wald

-- or quantiles of estimates from responses drawn from the model: the same for a seed, on every engine
SELECT term, round(conf_low, 3) AS low, round(conf_high, 3) AS high
  FROM glmm_tidy((SELECT glmm_fit('reaction ~ days + (days | subject), conf = bootstrap(500, 1)', reaction, days, subject)
                    FROM sleepstudy))
  ORDER BY effect, term;
-- | term                       low     high
-- | (Intercept)            239.046  264.304
-- | days                      7.35   13.346
-- | cor__(Intercept).days   -0.533      1.0
-- | sd__(Intercept)         11.434   32.161
-- | sd__Observation         22.442   28.298
-- | sd__days                 3.167    7.577
