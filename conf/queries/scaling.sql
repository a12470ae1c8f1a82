-- To what does each statistic tend as n grows, and how fast? A(n) = limit + amplitude * n^(-alpha), with 95 % intervals.
SELECT
  statistic, model_kind, ratio, density, decay, importance_last, tied, hidden, output, bias, data_kind, recipe, sizes, values,
  status, misfit, alpha, alpha_low, alpha_high, limit, limit_low, limit_high, vanishes, alpha_vanishing, expected_alpha,
  agrees, verdict, family
FROM scaling
WHERE status <> 'too few sizes'
ORDER BY
  statistic, model_kind, ratio, density, decay, importance_last, tied, hidden, output, bias, data_kind, recipe, family
