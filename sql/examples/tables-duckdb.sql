-- The tables of the examples, in DuckDB. Run from the top of the project.
CREATE TABLE cbpp AS
  SELECT CAST(herd AS VARCHAR) AS herd, incidence, size, CAST(period AS VARCHAR) AS period
  FROM read_csv('src/test/resources/reference/cbpp/data.csv');

CREATE TABLE sleepstudy AS
  SELECT Reaction AS reaction, Days AS days, CAST(Subject AS VARCHAR) AS subject
  FROM read_csv('src/test/resources/reference/sleepstudy/data.csv');

CREATE TABLE visits AS
  SELECT y, x, exposure, g
  FROM read_csv('src/test/resources/reference/sim_offset/data.csv');

CREATE TABLE contraception AS
  SELECT use, age, urban, livch, CAST(district AS VARCHAR) AS district
  FROM read_csv('src/test/resources/reference/Contraception/data.csv');

CREATE TABLE pastes AS
  SELECT strength, batch, cask
  FROM read_csv('src/test/resources/reference/Pastes/data.csv');

CREATE TABLE penicillin AS
  SELECT diameter, plate, sample
  FROM read_csv('src/test/resources/reference/Penicillin/data.csv');

CREATE TABLE repairs AS
  SELECT y, x, t, g
  FROM read_csv('src/test/resources/reference/sim_poisson_gamma/data.csv');

CREATE TABLE seizures AS
  SELECT y, trt, base, age, period, CAST(subject AS VARCHAR) AS subject
  FROM read_csv('src/test/resources/reference/epil/data.csv');

CREATE TABLE wine AS
  SELECT rating, temp, contact, CAST(judge AS VARCHAR) AS judge
  FROM read_csv('src/test/resources/reference/wine/data.csv', types = {'contact': 'VARCHAR'});

-- simulated: 80 patients, four visits, without a score from the visit on that a patient did not come to
CREATE TABLE trial AS
  SELECT patient, arm, visit, baseline, score
  FROM read_csv('src/test/resources/structures/trial.csv');

-- simulated: counts of which some are zeros of another kind
CREATE TABLE counts AS
  SELECT y, x, w, g
  FROM read_csv('src/test/resources/reference/sim_zip/data.csv');
