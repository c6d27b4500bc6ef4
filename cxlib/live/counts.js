// gives: countsNps, countsShare, countsMean, countsEstimate, countsDifference, countsSlope
// How sure a share, a mean, an NPS, a difference or a slope is: the arithmetic of cxlib.intervals, for pages without Python.

const COUNTS_Z = 1.959963984540054;
const COUNTS_EPS = 2.220446049250313e-16;
const countsOver = (top, bottom) => (bottom > 0 ? top / bottom : NaN);

/** Wilson's interval of a share: {value, low, high, effective}. */
function countsShare(t, weighted) {
  if (!weighted) {
    return { value: countsOver(t.p, t.n), ...countsWilson(countsOver(Math.min(t.p, t.n), t.n), t.n), effective: t.n };
  }
  const value = Math.min(countsOver(t.wp, t.n > 0 ? t.w : NaN), 1);
  const spread = t.w2p * (1 - value) ** 2 + Math.max(t.w2 - t.w2p, 0) * value ** 2;
  const effective = countsEffective(t, value * (1 - value), spread, value);
  return { value, ...countsWilson(value, effective), effective };
}

/** Tango's interval of an NPS. */
function countsNps(t, weighted) {
  if (!weighted) {
    return { value: countsOver(t.p - t.d, t.n), ...countsTango(t.p, t.d, t.n), effective: t.n };
  }
  const p = countsOver(t.wp, t.n > 0 ? t.w : NaN);
  const d = countsOver(t.wd, t.w);
  const value = p - d;
  const rest = Math.max(t.w2 - t.w2p - t.w2d, 0);
  const spread = t.w2p * (1 - value) ** 2 + t.w2d * (1 + value) ** 2 + rest * value ** 2;
  const effective = countsEffective(t, Math.max(p + d - (p - d) ** 2, 0), spread, value);
  return { value, ...countsTango(p * effective, d * effective, effective), effective };
}

/** Student's interval of a mean that stays on its scale. */
function countsMean(t, weighted, scale) {
  const { value, variance, effective } = countsMoments(t, weighted);
  const half = countsStudent(t.n - 1) * Math.sqrt(variance);
  if (!(variance > 0)) {
    const others = COUNTS_Z * COUNTS_Z / (effective + COUNTS_Z * COUNTS_Z);
    return { value, low: value - others * (value - scale[0]), high: value + others * (scale[1] - value), effective };
  }
  return { value, low: Math.max(value - half, scale[0]), high: Math.min(value + half, scale[1]), effective };
}

/** One measure from sums: {base, effective_base, value, low, high}; the value is NaN where nobody answered. */
function countsEstimate(t, measure, weighted, scale) {
  const found = measure === "nps" ? countsNps(t, weighted) : measure === "csat" ? countsShare(t, weighted) : countsMean(t, weighted, scale);
  return { base: t.n, effective_base: t.n > 0 ? found.effective : 0, value: found.value, low: found.low, high: found.high };
}

/** Second minus first for two independent samples: {value, low, high}; MOVER, for means Welch. */
function countsDifference(first, second, measure, weighted) {
  if (measure === "nps" || measure === "csat") {
    const [one, other] = [first, second].map((t) => (measure === "nps" ? countsNps(t, weighted) : countsShare(t, weighted)));
    return countsMover(one, other);
  }
  const [a, b] = [first, second].map((t) => countsMoments(t, weighted));
  const variance = a.variance + b.variance;
  const degrees = countsOver(variance ** 2, countsOver(a.variance ** 2, a.n - 1) + countsOver(b.variance ** 2, b.n - 1));
  const half = countsStudent(degrees) * (variance > 0 ? Math.sqrt(variance) : NaN);
  const value = b.value - a.value;
  return { value, low: value - half, high: value + half };
}

/** Second minus first from two intervals (Zou and Donner 2008). */
function countsMover(one, other) {
  const value = other.value - one.value;
  return {
    value, low: value - Math.hypot(other.value - other.low, one.high - one.value),
    high: value + Math.hypot(other.high - other.value, one.value - one.low),
  };
}

/** Straight line through values weighted by their precision, or null with fewer than four. */
function countsSlope(values, errors) {
  const known = values.map((_, place) => place).filter((place) => Number.isFinite(values[place]) && Number.isFinite(errors[place]));
  const some = known.map((place) => errors[place]).filter((error) => error > 0).sort((a, b) => a - b);
  if (known.length < 4 || !some.length) return null;
  const middle = (some[(some.length - 1) >> 1] + some[some.length >> 1]) / 2;
  const weight = known.map((place) => (errors[place] > 0 ? errors[place] : middle) ** -2);
  const total = (list) => list.reduce((sum, one) => sum + one, 0);
  const mean = total(known) / known.length;
  const x = known.map((place) => place - mean);
  const y = known.map((place) => values[place]);
  const centre = (list) => total(list.map((one, place) => one * weight[place])) / total(weight);
  const [cx, cy] = [centre(x), centre(y)];
  const spread = total(x.map((one, place) => weight[place] * (one - cx) ** 2));
  const rise = total(x.map((one, place) => weight[place] * (one - cx) * (y[place] - cy))) / spread;
  const left = total(x.map((one, place) => weight[place] * (y[place] - cy - rise * (one - cx)) ** 2));
  const half = countsStudent(known.length - 2) * Math.sqrt(left / (known.length - 2) / spread);
  return { value: rise, low: rise - half, high: rise + half, periods: known.length };
}

function countsWilson(share, n) {
  if (Number.isNaN(share)) return { low: NaN, high: NaN };
  const z2 = COUNTS_Z * COUNTS_Z;
  const centre = (share * n + z2 / 2) / (n + z2);
  const half = COUNTS_Z * Math.sqrt(Math.max(n * share * (1 - share), 0) + z2 / 4) / (n + z2);
  return {
    low: share <= 0 ? 0 : Math.min(Math.max(centre - half, 0), share),
    high: share >= 1 ? 1 : Math.min(Math.max(centre + half, share), 1),
  };
}

function countsTango(a, b, n) {
  if (!(n > 0) || Number.isNaN(a + b)) return { low: NaN, high: NaN };
  return { low: countsTangoEnd(a, b, n), high: -countsTangoEnd(b, a, n) };
}

function countsTangoEnd(a, b, n) {
  let below = -1;
  let above = (a - b) / n;
  for (let turn = 0; turn < 52; turn += 1) {
    const middle = (below + above) / 2;
    const outside = (a - b - n * middle) ** 2 > COUNTS_Z * COUNTS_Z * n * countsNull(a, b, n, middle);
    if (outside) below = middle; else above = middle;
  }
  return Math.max((below + above) / 2, -1);
}

/** Variance of one answer when the true difference is x and the rest is fitted by maximum likelihood. */
function countsNull(a, b, n, x) {
  const linear = (2 * n - a + b) * x - a - b;
  const constant = -b * x * (1 - x);
  const root = Math.sqrt(Math.max(linear * linear - 8 * n * constant, 0));
  return Math.max(2 * ((root - linear) / (4 * n)) + x * (1 - x), 0);
}

/** How many answers of a simple sample the weighted ones are worth. */
function countsEffective(t, perAnswer, spread, value) {
  if (Number.isNaN(value)) return NaN;
  const kish = countsOver(t.w * t.w, t.w2);
  if (kish >= t.n * (1 - 1e-12)) return t.n;
  const variance = countsOver(t.n * spread, (t.n - 1) * t.w * t.w);
  return variance > COUNTS_EPS * 64 ? Math.min(t.n, perAnswer / variance) : kish;
}

/** Mean, variance of the mean, n and what n is worth. */
function countsMoments(t, weighted) {
  const { n } = t;
  if (!weighted) {
    let spread = t.y2 - countsOver(t.y * t.y, n);
    if (spread <= 1e-12 * t.y2) spread = 0;
    return { value: countsOver(t.y, n), variance: countsOver(spread, n * (n - 1) * (n > 1)), n, effective: n };
  }
  const value = n > 0 ? countsOver(t.wy, t.w) : NaN;
  let spread = t.w2y2 - 2 * value * t.w2y + value ** 2 * t.w2;
  if (spread <= 1e-12 * t.w2y2) spread = 0;
  const variance = countsOver(n * spread, (n - 1) * (n > 1) * t.w * t.w);
  return { value, variance, n, effective: Number.isNaN(value) ? NaN : countsOver(t.w * t.w, t.w2) };
}

const countsStudentKept = new Map();

/** The 97.5% point of Student's t; NaN without a degree of freedom. */
function countsStudent(degrees) {
  if (!(degrees > 0)) return NaN;
  if (!countsStudentKept.has(degrees)) {
    if (countsStudentKept.size > 5000) countsStudentKept.clear();
    countsStudentKept.set(degrees, countsStudentPoint(degrees));
  }
  return countsStudentKept.get(degrees);
}

/** Cornish and Fisher's series where it has settled (Abramowitz and Stegun 26.7.5), else Newton on the distribution. */
function countsStudentPoint(v) {
  const z = COUNTS_Z;
  const series = z + (z ** 3 + z) / (4 * v) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * v ** 2)
    + (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * v ** 3)
    + (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92160 * v ** 4);
  if (v > 1000) return series;
  const scale = Math.exp(countsLogGamma((v + 1) / 2) - countsLogGamma(v / 2)) / Math.sqrt(v * Math.PI);
  const density = (t) => scale * (1 + t * t / v) ** (-(v + 1) / 2);
  let low = 0;
  let high = v < 1 ? 1e12 : 13;
  let t = v < 3 ? 4.3 : series;
  for (let turn = 0; turn < 200; turn += 1) {
    const miss = countsUpper(t, v, scale) - 0.025;
    if (miss > 0) low = t; else high = t;
    let next = t + miss / density(t);
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - t) <= 1e-15 * t) return next;
    t = next;
  }
  return t;
}

/** Chance of more than t: half the incomplete beta function at v / (v + t^2), by Lentz's continued fraction. */
function countsUpper(t, v, scale) {
  const x = v / (v + t * t);
  const a = v / 2;
  const b = 0.5;
  // x^a (1-x)^b / B(a, b) by way of the density, so that no logarithms of large numbers are subtracted.
  const front = scale * Math.sqrt(v) * x ** a * Math.sqrt(1 - x);
  if (x > (a + 1) / (a + b + 2)) return 0.5 * (1 - front * countsFraction(b, a, 1 - x) / b);
  return 0.5 * front * countsFraction(a, b, x) / a;
}

function countsFraction(a, b, x) {
  const tiny = 1e-300;
  const safe = (value) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / safe(1 - (a + b) * x / (a + 1));
  let h = d;
  for (let m = 1; m < 500; m += 1) {
    const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / safe(1 + even * d);
    c = safe(1 + even / c);
    h *= d * c;
    const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / safe(1 + odd * d);
    c = safe(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return h;
}

/** Stirling's series, after moving the argument above ten. */
function countsLogGamma(x) {
  let shift = 0;
  let y = x;
  for (; y < 10; y += 1) shift += Math.log(y);
  const r = 1 / (y * y);
  const tail = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * 691 / 360360))))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.9189385332046727 + tail - shift;
}
