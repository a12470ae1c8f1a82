-- Where does training at size n stay above the block codes? For each size the lowest loss, the envelope (the lowest loss that copies or mixtures
-- of trained models have at that size), the models that give it, and how much training leaves, in percent. A row is missing only where no
-- model of that size is done; block_n and block_m are NULL for a mixture.
SELECT
  density,
  ratio,
  n,
  m,
  loss,
  envelope,
  block_n,
  block_m,
  array_join(transform(blocks, block -> format_string('%d × (%d, %d)', block.copies, block.n, block.m)), ' + ') AS blocks,
  100 * excess AS percent_above,
  loss_limit
FROM block_envelope
ORDER BY density, ratio, n;
