/** This module counts how many models ran at once. */

/** The rows of one invocation give steps {time, count}: from that second after the start on, `count` models ran at once. */
export function running(rows) {
  const start = d3.min(rows, row => row.started_ms);
  const events = rows.flatMap(row => [[(row.started_ms - start) / 1000, 1], [(row.started_ms - start) / 1000 + row.seconds, -1]])
    .sort(([a, x], [b, y]) => a - b || x - y);
  let count = 0;
  return events.map(([time, change]) => ({time, count: count += change}));
}

/** Steps that are more than a screen can show are joined: each of `most` stretches has its mean, so that the area stays. */
export function thin(steps, most) {
  if (steps.length <= most) return steps;
  const end = steps[steps.length - 1].time;
  const areas = new Float64Array(most);
  const width = end / most;
  steps.forEach(({time, count}, k) => {
    const until = steps[k + 1]?.time ?? time;
    for (let at = time; at < until;) {
      const bin = Math.min(most - 1, Math.floor(at / width));
      const edge = bin === most - 1 ? until : Math.min(until, (bin + 1) * width);
      areas[bin] += count * (Math.max(edge, at + 1e-9) - at);
      at = Math.max(edge, at + 1e-9);
    }
  });
  return [...areas].map((area, k) => ({time: k * width, count: area / width})).concat({time: end, count: 0});
}
