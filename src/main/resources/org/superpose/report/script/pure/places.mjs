/** This module finds the mark of a drawing that is pointed at or walked to. */

// A point is pointed at from within so many pixels.
const REACH = 14;

// Marks that are no further apart are at one place.
const SAME = 0.5;

export const middle = mark => [mark.x + (mark.width ?? 0) / 2, mark.y + (mark.height ?? 0) / 2];

/** An area is found under a place, else the nearest point within reach. */
export function hit(marks, x, y) {
  let best = null;
  let least = REACH;
  for (const mark of marks) {
    if (mark.width !== undefined) {
      if (x >= mark.x && x < mark.x + mark.width && y >= mark.y && y < mark.y + mark.height) return mark;
      continue;
    }
    const distance = Math.hypot(mark.x - x, mark.y - y);
    if (distance < least) {
      least = distance;
      best = mark;
    }
  }
  return best;
}

/**
 * The mark that is one arrow key away is near, and rather straight ahead than aside. Marks at one place are walked through in their order, or against
 * it to the left and up, before the walk leads on.
 */
export function next(marks, from, [dx, dy]) {
  const [x, y] = middle(from);
  const walked = dx + dy > 0 ? marks : [...marks].reverse();
  let [best, least, passed] = [null, Infinity, false];
  for (const mark of walked) {
    const [u, v] = middle(mark);
    const ahead = (u - x) * dx + (v - y) * dy;
    const aside = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
    if (passed && Math.abs(ahead) <= SAME && aside <= SAME) return mark;
    passed ||= mark === from;
    if (ahead > SAME && ahead + 3 * aside < least) {
      least = ahead + 3 * aside;
      best = mark;
    }
  }
  return best;
}
