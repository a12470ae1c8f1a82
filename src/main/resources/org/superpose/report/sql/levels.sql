-- How many features have which dimensionality, in steps of 0.01, for at most 200 points spread evenly over the sweep.
WITH numbered AS (
  SELECT
    point_key, row_number() OVER (ORDER BY n, density, ratio, point_key) AS k, count(*) OVER () AS total
  FROM (SELECT DISTINCT point_key, n, density, ratio FROM outcomes WHERE has_features AND model_kind = 'trained')
),
chosen AS (
  SELECT model_key FROM numbered JOIN outcomes USING (point_key)
  WHERE has_features AND (k * 200) DIV total > ((k - 1) * 200) DIV total
)
SELECT
  left(point_key, 12) AS point_key, round(dimensionality, 2) AS dimensionality, count(*) AS features,
  count(DISTINCT model_key) AS models
FROM features
WHERE model_key IN (SELECT model_key FROM chosen) AND dimensionality IS NOT NULL
GROUP BY point_key, round(dimensionality, 2)
ORDER BY point_key, dimensionality
