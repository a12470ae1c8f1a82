-- Which shapes do features form, and at which density (measure.geometry)? For each point and shape: how many summands of that shape a seed
-- has on average, in what share of the seeds there is one, the dimensionality of its features, and how far it is from the shape's ideal.
SELECT
  n,
  m,
  decay,
  data_kind,
  tied,
  recipe,
  density,
  shape,
  count(*) / any_value(seeds) AS per_seed,
  count(DISTINCT model_key) / any_value(seeds) AS share_of_seeds,
  avg(dimensionality) AS dimensionality,
  avg(deviation) AS deviation,
  avg(try_divide(thomson_energy, thomson_optimum)) AS thomson_over_optimum
FROM summands JOIN (SELECT point_key, count(geometry.sum_name) AS seeds FROM models GROUP BY point_key) USING (point_key)
GROUP BY point_key, n, m, decay, data_kind, tied, recipe, density, shape
ORDER BY n, m, decay, data_kind, tied, recipe, density DESC, per_seed DESC, shape;
