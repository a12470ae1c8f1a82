-- Every feature of the best seed of at most 60 points with n <= 128, spread evenly over the sweep.
WITH best AS (
  SELECT point_key, min_by(model_key, loss) AS model_key, min(n) AS n, min(density) AS p, min(ratio) AS ratio
  FROM outcomes
  WHERE n <= 128 AND has_features AND loss IS NOT NULL AND model_kind = 'trained'
  GROUP BY point_key
),
numbered AS (
  SELECT *, row_number() OVER (ORDER BY n, p, ratio, point_key) AS k, count(*) OVER () AS total FROM best
),
chosen AS (
  SELECT model_key FROM numbered WHERE (k * 60) DIV total > ((k - 1) * 60) DIV total
)
SELECT
  left(model_key, 12) AS model_key, left(point_key, 12) AS point_key, i, importance, norm, interference, dimensionality,
  bias
FROM features
WHERE model_key IN (SELECT model_key FROM chosen)
ORDER BY model_key, i
