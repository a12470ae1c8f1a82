-- Does permutation symmetry become exact as n grows? The relative spread of the diagonal and the Lyapunov ratio must fall with n at
-- fixed ratio and density; exponents near -1 (diag_var) and -1/2 (lyapunov) say how fast. One row per n; the exponents are slopes
-- of log y over log n through all n of that ratio and density.
SELECT
  coalesce(ratio_nominal, ratio) AS ratio,
  density,
  n,
  diag_mean_mean AS diag_mean,
  diag_var_mean AS diag_var,
  try_divide(sqrt(diag_var_mean), abs(diag_mean_mean)) AS diag_relative_spread,
  lyapunov_mean_mean AS lyapunov,
  regr_slope(CASE WHEN diag_var_mean > 0 THEN ln(diag_var_mean) END, ln(n)) OVER same_point AS diag_var_exponent,
  regr_slope(CASE WHEN lyapunov_mean_mean > 0 THEN ln(lyapunov_mean_mean) END, ln(n)) OVER same_point AS lyapunov_exponent
FROM points
WHERE n_done > 0
WINDOW same_point AS (PARTITION BY coalesce(ratio_nominal, ratio), density, model_kind, hidden, output, output_parameter, bias, tied, recipe,
  get_json_object(parameters, '$.data'), get_json_object(parameters, '$.importance'))
ORDER BY ratio, density, n;
