-- Which outputs fire together, and how often under the data (measure.geometry)? The five most probable regions of the best seed of each point.
SELECT
  regions.model_kind,
  regions.data_kind,
  regions.n,
  regions.m,
  regions.decay,
  regions.density,
  firing,
  probability,
  region_count,
  regions_exact
FROM regions JOIN best_of_seeds ON best_model_key = model_key
QUALIFY row_number() OVER (PARTITION BY model_key ORDER BY probability DESC, size(firing), firing) <= 5
ORDER BY model_kind, data_kind, n, m, decay, density DESC, model_key, probability DESC, firing;
