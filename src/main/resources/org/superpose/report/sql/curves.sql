-- Learning curves of at most 160 points, spread evenly over the sweep, each over its seeds.
WITH numbered AS (
  SELECT
    point_key, row_number() OVER (ORDER BY n, density, ratio, point_key) AS k, count(*) OVER () AS total
  FROM (SELECT DISTINCT point_key, n, density, ratio FROM outcomes WHERE has_curve)
),
chosen AS (
  SELECT model_key FROM numbered JOIN outcomes USING (point_key)
  WHERE has_curve AND (k * 160) DIV total > ((k - 1) * 160) DIV total
)
SELECT
  left(point_key, 12) AS point_key, step, avg(loss) AS loss, min(loss) AS loss_min, max(loss) AS loss_max, count(*) AS seeds
FROM curves
WHERE model_key IN (SELECT model_key FROM chosen)
GROUP BY point_key, step
ORDER BY point_key, step
