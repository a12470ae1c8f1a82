-- Superposition as a phase change (phase.yaml): what did the best seed do with the feature too many, and what do the four arrangements of
-- unit weights say? theory is the best of these, boundary the density below which they share; trained norms and biases share sooner, and
-- three features in two dimensions also know a triangle. sharing is how many of the seeds share.
WITH seen AS (
  SELECT
    point_key, n, m, tied, recipe, density, importance_last, theory.phase AS theory, theory.phase_loss AS loss_theory,
    theory.phase_boundary AS boundary, loss, seed,
    CASE
      WHEN element_at(features, -1).norm <= 0.5 THEN 'last dropped'
      WHEN exists(slice(features, 1, n - 1), f -> f.norm <= 0.5) THEN 'other dropped'
      WHEN forall(features, f -> f.dimensionality < 0.9) THEN IF(n = 2, 'last shares', 'all share')
      WHEN element_at(features, -1).dimensionality < 0.9 THEN 'last shares'
      WHEN exists(features, f -> f.dimensionality < 0.9) THEN 'others share'
      ELSE 'none'
    END AS trained
  FROM models
  JOIN (SELECT point_key, importance_last FROM points) USING (point_key)
  WHERE theory.phase IS NOT NULL AND features IS NOT NULL AND model_kind = 'trained' AND status IN ('converged', 'max_steps')
)
SELECT
  n,
  m,
  tied,
  recipe,
  round(density, 4) AS density,
  round(coalesce(importance_last, 1), 4) AS last,
  min_by(trained, loss) AS trained,
  any_value(theory) AS theory,
  any_value(boundary) AS boundary,
  min(loss) AS loss,
  any_value(loss_theory) AS loss_theory,
  count_if(trained LIKE '%share%') AS sharing,
  count(*) AS seeds
FROM seen
GROUP BY point_key, n, m, tied, recipe, density, importance_last
ORDER BY n, tied, recipe, density DESC, last;
