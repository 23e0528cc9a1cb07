import type { Page } from "playwright-core";

/** WCAG 2.2, level AA, for text that is not large. https://www.w3.org/TR/WCAG22/#contrast-minimum */
const LEAST = 4.5;

/** The texts of a page that can be read too badly, with their contrast. The browser paints each colour, whatever it is written in. */
export async function faintTexts(page: Page): Promise<string[]> {
  const found = await page.evaluate(coloursOfTexts);
  return found.flatMap(({ text, colour, layers }) => {
    const back = layers.reduceRight<Rgb>((below, above) => over(above, below), [255, 255, 255]);
    const contrast = ratio(over(colour, back), back);
    return contrast < LEAST ? [`${text}: ${contrast.toFixed(2)}`] : [];
  });
}

type Rgb = readonly [number, number, number];
type Rgba = readonly [number, number, number, number];

/** Runs in the page: for each text its colour, and what is painted behind it, the nearest first. */
function coloursOfTexts(): { text: string; colour: Rgba; layers: Rgba[] }[] {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map<string, Rgba>();
  const painted = (colour: string): Rgba => {
    const found = known.get(colour) ?? paint(colour);
    known.set(colour, found);
    return found;
  };
  const paint = (colour: string): Rgba => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const styleOf = (element: PageElement) => document.defaultView.getComputedStyle(element);
  const texts = [...document.querySelectorAll("body *")].filter(
    (element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && (node.textContent ?? "").trim() !== "") &&
      !["SCRIPT", "STYLE", "NOSCRIPT", "OPTION", "title"].includes(element.tagName) &&
      !element.matches(":disabled, :disabled *") &&
      element.checkVisibility(),
  );
  return texts.map((element) => {
    const layers: Rgba[] = [];
    for (let at: PageElement | null = element; at !== null; at = at.parentElement)
      layers.push(painted(styleOf(at).backgroundColor));
    return { text: (element.textContent ?? "").trim().slice(0, 40), colour: painted(styleOf(element).color), layers };
  });
}

/** What is used of the browser's types, which Node's don't have. */
interface PageElement {
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string | null }>;
  readonly parentElement: PageElement | null;
  readonly tagName: string;
  readonly textContent: string | null;
  matches(selector: string): boolean;
  checkVisibility(): boolean;
}
declare const document: PageDocument;
interface PageDocument {
  readonly defaultView: {
    getComputedStyle(element: PageElement): { readonly backgroundColor: string; readonly color: string };
  };
  querySelectorAll(selector: string): Iterable<PageElement>;
  createElement(name: string): { getContext(kind: string, options: object): Pen };
}
interface Pen {
  fillStyle: string;
  clearRect(...box: readonly number[]): void;
  fillRect(...box: readonly number[]): void;
  getImageData(...box: readonly number[]): { readonly data: ArrayLike<number> & Iterable<number> };
}

function over([red, green, blue, alpha]: Rgba, below: Rgb): Rgb {
  const [r, g, b] = below;
  return [red * alpha + r * (1 - alpha), green * alpha + g * (1 - alpha), blue * alpha + b * (1 - alpha)];
}

function ratio(a: Rgb, b: Rgb): number {
  const [one, other] = [luminance(a), luminance(b)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
