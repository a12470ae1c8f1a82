-- What tells points apart besides size, density, importance and seed.
SELECT
  left(point_key, 12) AS point_key, min(parameters) AS parameters, min(model_kind) AS model_kind, min(recipe) AS recipe
FROM outcomes
GROUP BY point_key
ORDER BY point_key
