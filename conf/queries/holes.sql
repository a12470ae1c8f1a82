-- Does the persistent homology of features say that they form direct sums (measure.geometry)? Per point and dimension: the bars that last
-- longer than 0.2, per seed, the share of the seeds that have one, and where they begin. All that two summands make is born at the square root of 2, 1.414.
SELECT
  n,
  m,
  decay,
  data_kind,
  density,
  dimension,
  count(*) / any_value(seeds) AS bars_per_seed,
  count(DISTINCT model_key) / any_value(seeds) AS share_of_seeds,
  min(birth) AS first_birth,
  median(birth) AS median_birth,
  median(death) AS median_death
FROM barcodes JOIN (SELECT point_key, count(geometry.sum_name) AS seeds FROM models GROUP BY point_key) USING (point_key)
WHERE death - birth > 0.2 AND dimension > 0
GROUP BY point_key, n, m, decay, data_kind, density, dimension
ORDER BY n, m, decay, data_kind, density DESC, dimension;
