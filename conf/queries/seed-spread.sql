-- How far apart are the replicates of a point? The lowest and the highest loss over the seeds, and their spread; where it is wide, the
-- models reach different solutions and `represented` often differs as well.
SELECT
  min(n) AS n,
  min(m) AS m,
  min(density) AS density,
  count(loss) AS seeds,
  min(loss) AS lowest,
  max(loss) AS highest,
  100 * try_divide(stddev_samp(loss), avg(loss)) AS spread_percent,
  min(represented) AS represented_least,
  max(represented) AS represented_most,
  min_by(seed, loss) AS best_seed
FROM models
GROUP BY point_key
HAVING count(loss) > 1
ORDER BY spread_percent DESC NULLS LAST;
