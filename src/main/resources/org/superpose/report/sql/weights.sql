-- Kept weights of the best seed of at most 40 points with n <= 128 and n m <= 4096, spread evenly over the sweep.
WITH best AS (
  SELECT point_key, min_by(model_key, loss) AS model_key, min(n) AS n, min(density) AS p, min(ratio) AS ratio
  FROM models
  WHERE n <= 128 AND CAST(n AS BIGINT) * m <= 4096 AND weights IS NOT NULL AND loss IS NOT NULL
  GROUP BY point_key
),
numbered AS (
  SELECT *, row_number() OVER (ORDER BY n, p, ratio, point_key) AS k, count(*) OVER () AS total FROM best
),
chosen AS (
  SELECT model_key FROM numbered WHERE (k * 40) DIV total > ((k - 1) * 40) DIV total
)
SELECT
  left(model_key, 12) AS model_key, left(point_key, 12) AS point_key, weights.w_in AS w_in,
  if(tied, NULL, weights.w_out) AS w_out, weights.b AS b
FROM models
WHERE model_key IN (SELECT model_key FROM chosen)
ORDER BY n, density, ratio, point_key
