-- The tables of the examples, in H2. Run from the top of the project.
CREATE TABLE cbpp AS
  SELECT herd, CAST(incidence AS INTEGER) AS incidence, CAST(size AS INTEGER) AS size, period
  FROM CSVREAD('src/test/resources/reference/cbpp/data.csv');

CREATE TABLE sleepstudy AS
  SELECT CAST(Reaction AS DOUBLE PRECISION) AS reaction, CAST(Days AS INTEGER) AS days, Subject AS subject
  FROM CSVREAD('src/test/resources/reference/sleepstudy/data.csv');

CREATE TABLE visits AS
  SELECT CAST(y AS INTEGER) AS y, CAST(x AS DOUBLE PRECISION) AS x, CAST(exposure AS DOUBLE PRECISION) AS exposure, g
  FROM CSVREAD('src/test/resources/reference/sim_offset/data.csv');

CREATE TABLE contraception AS
  SELECT use, CAST(age AS DOUBLE PRECISION) AS age, urban, livch, district
  FROM CSVREAD('src/test/resources/reference/Contraception/data.csv');

CREATE TABLE pastes AS
  SELECT CAST(strength AS DOUBLE PRECISION) AS strength, batch, cask
  FROM CSVREAD('src/test/resources/reference/Pastes/data.csv');

CREATE TABLE penicillin AS
  SELECT CAST(diameter AS DOUBLE PRECISION) AS diameter, plate, sample
  FROM CSVREAD('src/test/resources/reference/Penicillin/data.csv');

CREATE TABLE repairs AS
  SELECT CAST(y AS INTEGER) AS y, CAST(x AS DOUBLE PRECISION) AS x, CAST(t AS INTEGER) AS t, g
  FROM CSVREAD('src/test/resources/reference/sim_poisson_gamma/data.csv');

CREATE TABLE seizures AS
  SELECT CAST(y AS INTEGER) AS y, trt, CAST(base AS INTEGER) AS base, CAST(age AS INTEGER) AS age, CAST(period AS INTEGER) AS period, subject
  FROM CSVREAD('src/test/resources/reference/epil/data.csv');

CREATE TABLE wine AS
  SELECT CAST(rating AS INTEGER) AS rating, temp, contact, judge
  FROM CSVREAD('src/test/resources/reference/wine/data.csv');

-- simulated: 80 patients, four visits, without a score from the visit on that a patient did not come to
CREATE TABLE trial AS
  SELECT patient, arm, visit, CAST(baseline AS DOUBLE PRECISION) AS baseline, CAST(score AS DOUBLE PRECISION) AS score
  FROM CSVREAD('src/test/resources/structures/trial.csv');

-- simulated: counts of which some are zeros of another kind
CREATE TABLE counts AS
  SELECT CAST(y AS INTEGER) AS y, CAST(x AS DOUBLE PRECISION) AS x, CAST(w AS DOUBLE PRECISION) AS w, g
  FROM CSVREAD('src/test/resources/reference/sim_zip/data.csv');
