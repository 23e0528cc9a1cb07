/** What YAML reads as something else than a text. */
const OTHERWISE = /^(?:null|true|false|[\d.+~-].*)$/i;

/** An address as a file of an access map writes it: a number as it is, a text in quotes only where YAML needs them. */
export function scalar(address: number | string): string {
  if (typeof address === "number") return String(address);
  const isPlain = /^[\w./-]+$/.test(address) && (address.includes("/") || !OTHERWISE.test(address));
  return isPlain ? address : JSON.stringify(address);
}
