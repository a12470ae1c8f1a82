-- Learning curves of at most 160 points, spread evenly over the sweep, at no more than 100 steps each, spread evenly over their logarithms.
-- A curve is the mean over the seeds with a result at the steps that all of them have, so that every mark is of the same models: it ends
-- where the first of them stopped, at the last step before that which all have recorded.
WITH numbered AS (
  SELECT
    point_key, row_number() OVER (ORDER BY n, density, ratio, point_key) AS k, count(*) OVER () AS total
  FROM (SELECT DISTINCT point_key, n, density, ratio FROM outcomes WHERE has_curve AND loss IS NOT NULL)
),
chosen AS (
  SELECT model_key, point_key, count(*) OVER (PARTITION BY point_key) AS seeds
  FROM numbered JOIN outcomes USING (point_key)
  WHERE has_curve AND loss IS NOT NULL AND (k * 160) DIV total > ((k - 1) * 160) DIV total
),
recorded AS (
  SELECT point_key, step, avg(loss) AS loss, min(loss) AS loss_min, max(loss) AS loss_max, count(*) AS seeds
  FROM curves
  WHERE model_key IN (SELECT model_key FROM chosen)
  GROUP BY point_key, step
),
shared AS (
  SELECT
    recorded.*, min(step) OVER (PARTITION BY point_key) AS first, max(step) OVER (PARTITION BY point_key) AS last
  FROM recorded JOIN (SELECT DISTINCT point_key, seeds FROM chosen) USING (point_key, seeds)
),
binned AS (
  SELECT
    *, coalesce(floor(99 * try_divide(ln(greatest(step, 1) / greatest(first, 1)), ln(last / greatest(first, 1)))), 0) AS bin
  FROM shared
),
thinned AS (
  SELECT *, row_number() OVER (PARTITION BY point_key, bin ORDER BY step) AS place FROM binned
)
SELECT left(point_key, 12) AS point_key, step, loss, loss_min, loss_max, seeds
FROM thinned
WHERE place = 1
ORDER BY point_key, step
