/* Filling seats with groups of choices that stand level. */

/** Keys by number, most first, level ones together; those without any are left out. Numbers: a Map. */
export function levels(numbers, compare = (one, other) => one - other) {
  const some = [...numbers].filter(([, number]) => compare(number, 0) > 0);
  some.sort(([, one], [, other]) => compare(other, one));
  const groups = [];
  let last;
  for (const [key, number] of some) {
    if (groups.length && compare(last, number) === 0) groups.at(-1).push(key);
    else groups.push([key]);
    last = number;
  }
  return groups;
}

/** The winners, the best group first; `level` is the group that only the lot could split. */
export function fillSeats(groups, seats, lot) {
  const winners = [];
  for (const group of groups) {
    const room = seats - winners.length;
    if (room <= 0) break;
    if (group.length > room) {
      return { winners: [...winners, ...lot.order(group).slice(0, room)], level: [...group] };
    }
    winners.push(...group);
  }
  return { winners, level: [] };
}
