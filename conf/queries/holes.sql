-- Does the persistent homology of features say that they form direct sums (measure.geometry)? Per point and dimension: the bars that last
-- longer than 0.2, per seed, and where they begin. All that two summands make is born at the square root of 2, 1.414.
SELECT
  n,
  m,
  decay,
  density,
  dimension,
  count(*) / count(DISTINCT model_key) AS bars_per_model,
  count(DISTINCT model_key) AS models,
  min(birth) AS first_birth,
  median(birth) AS median_birth,
  median(death) AS median_death
FROM barcodes
WHERE death - birth > 0.2 AND dimension > 0
GROUP BY point_key, n, m, decay, density, dimension
ORDER BY n, m, decay, density DESC, dimension;
