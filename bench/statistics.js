function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)];
}

/** The ratio of two that were measured in pairs: of each pair, because what slows one down slows down the other as well. */
function ratio(ones, others) {
  const ratios = ones.map((one, index) => one / others[index]);
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}

module.exports = { median, ratio };
