-- How many models of each size, ratio and density are done, failed, diverged or missing.
SELECT
  coalesce(planned.n, models.n) AS n, coalesce(ratio_nominal, planned.ratio, models.ratio) AS r,
  coalesce(planned.density, models.density) AS p,
  CASE
    WHEN status IN ('converged', 'max_steps') THEN 'done'
    ELSE coalesce(status, 'missing')
  END AS state,
  count(*) AS models
FROM planned FULL JOIN models ON planned.model_key = models.model_key
GROUP BY ALL
ORDER BY n, r, p, state
