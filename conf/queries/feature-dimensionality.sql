-- How many dimensions does each feature get (Toy Models of Superposition)? Around 1: alone; 1/2: an antipodal pair; 2/5: a pentagon;
-- 0: not represented. One row per point, counting features over its seeds.
SELECT
  n,
  m,
  decay,
  data_kind,
  density,
  count(*) AS features,
  count_if(dimensionality < 0.1) AS none,
  count_if(dimensionality BETWEEN 0.35 AND 0.45) AS pentagon,
  count_if(dimensionality BETWEEN 0.45 AND 0.55) AS pair,
  count_if(dimensionality > 0.9) AS alone,
  avg(dimensionality) AS mean_dimensionality
FROM features
GROUP BY point_key, n, m, decay, data_kind, density
ORDER BY n, m, decay, data_kind, density;
