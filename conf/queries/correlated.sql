-- Where do features that depend on one another end in a direct sum? Of trained models with kept weights: features with |w_i| > 0.5 are
-- represented; two of them are in one summand if a chain of overlaps |cos| > 0.2 joins them, antipodal if cos < -0.9, orthogonal if |cos| <
-- 0.1. For each kind of data the share of the pairs within a set, and of the pairs of different sets, of which this holds; and the
-- share of seeds in which no two of any set share a summand, or all of every set do. Independent features are put
-- into sets of two, beside which the others can be held.
WITH subjects AS (
  SELECT
    point_key, model_key, n, m, density, data_kind, tied, recipe, loss, weights.w_in AS w_in,
    coalesce(CAST(get_json_object(parameters, '$.data.size') AS INT), 2) AS size
  FROM models
  WHERE weights IS NOT NULL AND model_kind = 'trained' AND data_kind IN ('independent', 'correlated', 'anticorrelated') AND n <= 64
),
vectors AS (
  SELECT model_key, size, i, transform(sequence(0, m - 1), k -> CAST(w_in[k * n + i] AS DOUBLE)) AS w
  FROM subjects LATERAL VIEW explode(sequence(0, n - 1)) AS i
),
represented AS (
  SELECT * FROM (SELECT *, sqrt(aggregate(w, 0D, (sum, x) -> sum + x * x)) AS norm FROM vectors) WHERE norm > 0.5
),
cosines AS (
  SELECT
    model_key, a.size AS size, a.i AS i, b.i AS j,
    aggregate(zip_with(a.w, b.w, (x, y) -> x * y), 0D, (sum, x) -> sum + x) / (a.norm * b.norm) AS cosine
  FROM represented AS a JOIN represented AS b USING (model_key)
),
graphs AS (
  SELECT model_key, max(i) + 1 AS features, collect_list(struct(i, j)) FILTER (WHERE abs(cosine) > 0.2) AS edges
  FROM cosines GROUP BY model_key
),
-- the lowest feature that a chain reaches: the lowest of the neighbours', as often as there are features
places AS (
  SELECT model_key, i, summand
  FROM graphs LATERAL VIEW posexplode(
    aggregate(sequence(1, features), sequence(0, features - 1), (lowest, step) ->
      transform(lowest, (own, i) ->
        coalesce(array_min(transform(filter(edges, edge -> edge.i = i), edge -> lowest[edge.j])), own)))
  ) AS i, summand
),
counted AS (
  SELECT model_key, count(*) AS represented, count(DISTINCT summand) AS summands
  FROM represented JOIN places USING (model_key, i) GROUP BY model_key
),
pairs AS (
  SELECT
    cosines.model_key,
    cosines.i DIV size = cosines.j DIV size AS inside,
    CAST(a.summand = b.summand AS INT) AS together,
    CAST(cosine < -0.9 AS INT) AS antipodal,
    CAST(abs(cosine) < 0.1 AS INT) AS orthogonal
  FROM cosines
  JOIN places AS a ON a.model_key = cosines.model_key AND a.i = cosines.i
  JOIN places AS b ON b.model_key = cosines.model_key AND b.i = cosines.j
  WHERE cosines.i < cosines.j
),
per_model AS (
  SELECT
    model_key,
    avg(CASE WHEN inside THEN together END) AS inside_together,
    avg(CASE WHEN inside THEN antipodal END) AS inside_antipodal,
    avg(CASE WHEN inside THEN orthogonal END) AS inside_orthogonal,
    avg(CASE WHEN NOT inside THEN together END) AS outside_together,
    avg(CASE WHEN NOT inside THEN antipodal END) AS outside_antipodal,
    avg(CASE WHEN NOT inside THEN orthogonal END) AS outside_orthogonal,
    1 - max(CASE WHEN inside THEN together END) AS all_spread,
    min(CASE WHEN inside THEN together END) AS all_together
  FROM pairs
  GROUP BY model_key
)
SELECT
  n,
  m,
  density,
  data_kind,
  tied,
  recipe,
  size,
  count(*) AS seeds,
  avg(coalesce(represented, 0)) AS represented,
  avg(coalesce(summands, 0)) AS summands,
  avg(inside_together) AS inside_together,
  avg(inside_antipodal) AS inside_antipodal,
  avg(inside_orthogonal) AS inside_orthogonal,
  avg(outside_together) AS outside_together,
  avg(outside_antipodal) AS outside_antipodal,
  avg(outside_orthogonal) AS outside_orthogonal,
  avg(all_spread) AS seeds_spread,
  avg(all_together) AS seeds_together,
  avg(loss) AS loss
FROM subjects LEFT JOIN counted USING (model_key) LEFT JOIN per_model USING (model_key)
GROUP BY point_key, n, m, density, data_kind, tied, recipe, size
ORDER BY n, m, density, data_kind, tied, recipe, size;
