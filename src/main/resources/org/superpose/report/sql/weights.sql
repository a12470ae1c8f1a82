-- Kept weights of the best seed of at most 40 points with n <= 128 and n m <= 4096, and of fewer where that would be more than 100000
-- numbers, spread evenly over the sweep; w_in_0, w_out_0 and b_0 before training, where measure.trajectory_weights kept them: the page
-- draws others again from the seed.
WITH best AS (
  SELECT point_key, min_by(model_key, loss) AS model_key, min(hidden) AS hidden, min(n) AS n,
    min(density) AS p, min(ratio) AS ratio,
    max(2 * (if(tied, 1, 2) * n * m + n)) AS numbers
  FROM models
  WHERE n <= 128 AND CAST(n AS BIGINT) * m <= 4096 AND weights IS NOT NULL AND loss IS NOT NULL
  GROUP BY point_key
),
numbered AS (
  SELECT
    *, row_number() OVER (ORDER BY hidden DESC, n, p, ratio, point_key) AS k, count(*) OVER () AS total,
    least(40, (100000 * count(*) OVER ()) DIV sum(numbers) OVER ()) AS room
  FROM best
),
spread AS (
  SELECT model_key, sum(numbers) OVER (ORDER BY k) AS so_far
  FROM numbered
  WHERE (k * room) DIV total > ((k - 1) * room) DIV total
),
chosen AS (
  SELECT model_key FROM spread WHERE so_far <= 100000
)
SELECT
  left(model_key, 12) AS model_key, left(point_key, 12) AS point_key, weights.w_in AS w_in,
  if(tied, NULL, weights.w_out) AS w_out, weights.b AS b, start.w_in AS w_in_0, if(tied, NULL, start.w_out) AS w_out_0,
  start.b AS b_0, if(loss_limit IS NULL, NULL, density) AS limit_p, ratio AS limit_r
FROM (
  SELECT *, get(filter(dynamics.trajectory, snapshot -> snapshot.step = 0), 0).weights AS start FROM models
)
WHERE model_key IN (SELECT model_key FROM chosen)
ORDER BY n, density, ratio, point_key
