// Amounts as text and as whole cents: no figure ever passes through a binary fraction.
const NUMBER = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/;

function parts(text) {
  const plain = text.normalize("NFKC").replace(/\u2212/g, "-").replace(/、/g, ",")
    .replace(/\s+/g, "").replace(/^¥|元$/g, "");
  const match = NUMBER.exec(plain);
  return match && { sign: match[1] === "-" ? "-" : "", whole: match[2].replace(/,/g, ""), rest: match[3] || "" };
}

function joined({ sign, whole, rest }) {
  const figures = whole.replace(/^0+(?=\d)/, "");
  return sign + figures + (rest ? `.${rest}` : "");
}

// A number as people write it (full width, separators, currency) as plain digits; else as it was.
export function tidied(text) {
  const number = parts(text);
  return number ? joined(number) : text.trim();
}

// 万元 as 元: the point moves by four places, exactly.
export function fromWan(text) {
  const number = parts(text);
  if (!number) return text.trim();
  const rest = number.rest.padEnd(4, "0");
  return joined({ sign: number.sign, whole: number.whole + rest.slice(0, 4), rest: rest.slice(4).replace(/0+$/, "") });
}

export function isNumber(text) {
  return parts(text) !== null;
}

// The amount in cents as a BigInt; null for what is no amount of money.
export function cents(text) {
  const number = parts(text);
  if (!number || /[1-9]/.test(number.rest.slice(2))) return null;
  const value = BigInt(number.whole + number.rest.slice(0, 2).padEnd(2, "0"));
  return number.sign ? -value : value;
}

// Cents as yuan with two decimals, as the server writes them.
export function fixed(value) {
  const sign = value < 0n ? "-" : "";
  const digits = (value < 0n ? -value : value).toString().padStart(3, "0");
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

// The same with separators, as people read them.
export function shown(value) {
  return fixed(value).replace(/\B(?=(\d{3})+\.)/g, ",");
}
