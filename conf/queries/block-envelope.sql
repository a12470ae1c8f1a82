-- Where does training at size n stay above the block codes? For each size the lowest loss, the envelope (the lowest loss of all sizes that
-- divide it, whose copies make the same size), which block gives it, and how much training leaves, in percent. A row is missing only
-- where no model of that size is done.
SELECT
  density,
  ratio,
  n,
  m,
  loss,
  envelope,
  block_n,
  block_m,
  100 * excess AS percent_above,
  loss_limit
FROM block_envelope
ORDER BY density, ratio, n;
