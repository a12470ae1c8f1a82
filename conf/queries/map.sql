-- The best loss known at each ratio and density: its kind, what it is over L*, how far the next kind is, how Gaussian its noise is, and the exponent
-- d ln L / d ln p from the density below, beside that of L*; L* tends to a multiple of p v ln(1/p) as p goes to 0, with v the variance of a feature.
WITH known AS (
  SELECT *, lag(density) OVER sizes AS below, lag(loss) OVER sizes AS loss_below, lag(loss_limit) OVER sizes AS limit_below
  FROM best_known
  WHERE loss_limit IS NOT NULL
  WINDOW sizes AS (PARTITION BY n, m, data, importance, hidden, output, output_parameter, bias ORDER BY density)
)
SELECT n, m, round(ratio, 4) AS ratio, density, kind, loss, loss_over_limit, runner_up, try_divide(runner_up_loss, loss) AS runner_up_over_best,
       lyapunov_mean, try_divide(loss_symmetric, loss) AS symmetric_over_loss,
       ln(try_divide(loss, loss_below)) / ln(density / below) AS exponent,
       ln(try_divide(loss_limit, limit_below)) / ln(density / below) AS limit_exponent,
       try_divide(loss_limit, density * (density / 3 - density * density / 4) * ln(1 / density)) AS limit_over_asymptote
FROM known
ORDER BY n, ratio, density;
