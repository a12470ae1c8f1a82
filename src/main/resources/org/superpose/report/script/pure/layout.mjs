/** This module tells where the panels of a figure stand. */

/** Equal panels stand in rows: `columns` tells how many are in a row, `box(k)` where the k-th is, `total` how high all are. */
export const arranged = (count, width, {least = 210, height = 190, left = 48, right = 16, top = 40, bottom = 44, gap = 16, most = 6}) => {
  const columns = Math.max(1, Math.min(count, most, Math.floor((width - left + gap) / (least + gap))));
  const inner = (width - left - right - gap * (columns - 1)) / columns;
  const panelWidth = Math.min(inner, columns === 1 ? 620 : count <= 2 ? 460 : inner);
  return {
    columns,
    width: panelWidth,
    total: Math.ceil(count / columns) * (height + top + bottom),
    box: k => ({
      x: left + (k % columns) * (panelWidth + gap),
      y: top + Math.floor(k / columns) * (height + top + bottom),
      width: panelWidth,
      height,
      first: k % columns === 0,
      last: k + columns >= count,
    }),
  };
};
