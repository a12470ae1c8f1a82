-- Learning curves of at most 160 points, spread evenly over the sweep, each over its seeds.
WITH numbered AS (
  SELECT
    point_key, row_number() OVER (ORDER BY n, density, ratio, point_key) AS k, count(*) OVER () AS total
  FROM (SELECT DISTINCT point_key, n, density, ratio FROM models WHERE curve IS NOT NULL)
),
chosen AS (
  SELECT point_key FROM numbered WHERE (k * 160) DIV total > ((k - 1) * 160) DIV total
)
SELECT
  left(point_key, 12) AS point_key, step, avg(loss) AS loss, min(loss) AS loss_min, max(loss) AS loss_max, count(*) AS seeds
FROM curves JOIN chosen USING (point_key)
GROUP BY point_key, step
ORDER BY point_key, step
