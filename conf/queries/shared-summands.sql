-- Which features share a summand? Pairs of features, and in what share of the seeds of a point both are in one summand (measure.geometry):
-- with unequal importance, or with data in sets, some pairs meet more often than chance lets them.
WITH members AS (
  SELECT point_key, model_key, n, m, decay, data_kind, density, recipe, summand, explode(features) AS i
  FROM (SELECT *, features[0] AS summand FROM summands)
)
SELECT
  one.n,
  one.m,
  one.decay,
  one.data_kind,
  one.recipe,
  one.density,
  one.i,
  other.i AS j,
  count(*) / any_value(seeds) AS share_of_seeds
FROM members AS one
JOIN members AS other ON one.model_key = other.model_key AND one.summand = other.summand AND one.i < other.i
JOIN (SELECT point_key, count(geometry.sum_name) AS seeds FROM models GROUP BY point_key) AS all_seeds
  ON one.point_key = all_seeds.point_key
GROUP BY one.point_key, one.n, one.m, one.decay, one.data_kind, one.recipe, one.density, one.i, other.i
ORDER BY n, m, decay, data_kind, recipe, density DESC, share_of_seeds DESC, i, j;
