-- The fits over n of what the figures show. Bands are kept of at most 200 groups of models, spread evenly.
WITH fits AS (
  SELECT
    *, dense_rank() OVER (ORDER BY density, ratio, decay, importance_last, model_kind, tied, hidden, output, bias, data_kind, recipe, family) AS k
  FROM scaling
  WHERE statistic IN ({{fitted}})
),
counted AS (
  SELECT *, (k * 200) DIV max(k) OVER () > ((k - 1) * 200) DIV max(k) OVER () AS chosen FROM fits
)
SELECT
  statistic, ratio AS r, density AS p, decay, importance_last, transform(point_keys, key -> left(key, 12)) AS point_keys,
  sizes, values, n_min, n_max, status, verdict, misfit, alpha, alpha_low, alpha_high, limit, limit_low, limit_high, amplitude,
  vanishes, alpha_vanishing, alpha_vanishing_low, alpha_vanishing_high, expected_alpha, agrees,
  if(chosen, band.n, NULL) AS band_n, if(chosen, band.value, NULL) AS band_value,
  if(chosen, band.low, NULL) AS band_low, if(chosen, band.high, NULL) AS band_high
FROM counted
ORDER BY k, statistic
