-- How many models of each size, ratio and density are done, failed, diverged or missing.
SELECT
  coalesce(planned.n, outcomes.n) AS n, coalesce(ratio_nominal, planned.ratio, outcomes.ratio) AS r,
  coalesce(planned.density, outcomes.density) AS p,
  CASE
    WHEN status IN ('converged', 'max_steps') THEN 'done'
    ELSE coalesce(status, 'missing')
  END AS state,
  count(*) AS models
FROM planned FULL JOIN outcomes ON planned.model_key = outcomes.model_key
GROUP BY ALL
ORDER BY n, r, p, state
