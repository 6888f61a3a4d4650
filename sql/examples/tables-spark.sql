-- The tables of the examples, in Spark, which reads files as they lie. Run from the top of the project.
CREATE TEMPORARY VIEW cbpp (herd STRING, incidence INT, size INT, period STRING)
  USING csv OPTIONS (path 'src/test/resources/reference/cbpp/data.csv', header true);

CREATE TEMPORARY VIEW sleepstudy (reaction DOUBLE, days INT, subject STRING)
  USING csv OPTIONS (path 'src/test/resources/reference/sleepstudy/data.csv', header true);

CREATE TEMPORARY VIEW visits (y INT, x DOUBLE, exposure DOUBLE, g STRING)
  USING csv OPTIONS (path 'src/test/resources/reference/sim_offset/data.csv', header true);

CREATE TEMPORARY VIEW contraception (woman STRING, district STRING, use STRING, livch STRING, age DOUBLE, urban STRING)
  USING csv OPTIONS (path 'src/test/resources/reference/Contraception/data.csv', header true);

CREATE TEMPORARY VIEW pastes (strength DOUBLE, batch STRING, cask STRING, sample STRING)
  USING csv OPTIONS (path 'src/test/resources/reference/Pastes/data.csv', header true);

CREATE TEMPORARY VIEW penicillin (diameter DOUBLE, plate STRING, sample STRING)
  USING csv OPTIONS (path 'src/test/resources/reference/Penicillin/data.csv', header true);

CREATE TEMPORARY VIEW repairs (y INT, x DOUBLE, t INT, g STRING)
  USING csv OPTIONS (path 'src/test/resources/reference/sim_poisson_gamma/data.csv', header true);

CREATE TEMPORARY VIEW seizures (y INT, trt STRING, base INT, age INT, v4 INT, subject STRING, period INT, lbase DOUBLE, lage DOUBLE)
  USING csv OPTIONS (path 'src/test/resources/reference/epil/data.csv', header true);

CREATE TEMPORARY VIEW wine (rating INT, response DOUBLE, temp STRING, contact STRING, bottle STRING, judge STRING)
  USING csv OPTIONS (path 'src/test/resources/reference/wine/data.csv', header true);

-- simulated: 80 patients, four visits, without a score from the visit on that a patient did not come to
CREATE TEMPORARY VIEW trial (patient STRING, arm STRING, visit STRING, baseline DOUBLE, score DOUBLE)
  USING csv OPTIONS (path 'src/test/resources/structures/trial.csv', header true);

CREATE TEMPORARY VIEW counts (y INT, x DOUBLE, w DOUBLE, g STRING)
  USING csv OPTIONS (path 'src/test/resources/reference/sim_zip/data.csv', header true);
