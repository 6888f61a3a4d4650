-- Score rows with a stored model: for a district that was seen, for one that was not, and for the average district.
CREATE TABLE use_model AS
  SELECT glmm_fit('use ~ age + urban + livch + (1 | district), family = binomial', use, age, urban, livch, district) AS model
  FROM contraception;

CREATE TABLE women (age DOUBLE, urban VARCHAR(10), livch VARCHAR(10), district VARCHAR(10));
INSERT INTO women VALUES (5, 'Y', '2', '14'), (5, 'Y', '2', 'new'), (-10, 'N', '0', '14');

SELECT w.age, w.district,
       round(glmm_predict(m.model, '', w.age, w.urban, w.livch, w.district), 3) AS probability,
       round(glmm_predict_se(m.model, '', w.age, w.urban, w.livch, w.district), 3) AS std_error,
       round(glmm_predict(m.model, 're = none', w.age, w.urban, w.livch, w.district), 3) AS average_district
  FROM women w CROSS JOIN use_model m
  ORDER BY w.age, w.district;
-- |   age  district  probability  std_error  average_district
-- | -10.0        14        0.306      0.047             0.194
-- |   5.0        14         0.71      0.045             0.571
-- |   5.0       new        0.571      0.041             0.571
