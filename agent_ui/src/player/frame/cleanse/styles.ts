import {
  type adoptedStyleSheetData,
  IncrementalSource,
  type styleDeclarationData,
  type styleSheetAddRule,
  type styleSheetRuleData,
} from "@rrweb/types";
import type { Addresses } from "./addresses";
import { cleanseCss } from "./css";
import { CSS_CHARS, LIST } from "./limits";
import { asId, asList, asObject, asText, readAll } from "./shape";

/** Rules added to a sheet, removed from it, or a sheet replaced as a whole. */
export function cleanseRules(
  data: Record<string, unknown>,
  addresses: Addresses,
): styleSheetRuleData {
  const removes = readAll(data.removes, LIST, (remove) => {
    const index = ruleIndex(remove.index);
    return index === undefined ? null : { index };
  });
  return {
    source: IncrementalSource.StyleSheetRule,
    ...sheet(data),
    ...(removes.length ? { removes } : {}),
    adds: rules(data.adds, addresses),
    ...replacement("replace", data, addresses),
    ...replacement("replaceSync", data, addresses),
  };
}

/** One declaration of a rule, set or removed. Null when it does not say of which rule. */
export function cleanseDeclaration(
  data: Record<string, unknown>,
  addresses: Addresses,
): styleDeclarationData | null {
  const index = ruleIndex(data.index);
  if (!Array.isArray(index) || index.length === 0) return null;
  const set = asObject(data.set);
  const remove = asObject(data.remove);
  return {
    source: IncrementalSource.StyleDeclaration,
    ...sheet(data),
    index,
    ...(set
      ? {
          set: {
            property: asText(set.property, 128),
            value: cleanseCss(asText(set.value, CSS_CHARS), addresses),
            priority: set.priority === "important" ? "important" : "",
          },
        }
      : {}),
    ...(remove ? { remove: { property: asText(remove.property, 128) } } : {}),
  };
}

/** Constructed sheets, and which of them a document or shadow root has adopted. */
export function cleanseAdoption(
  data: Record<string, unknown>,
  addresses: Addresses,
): adoptedStyleSheetData | null {
  const id = asId(data.id);
  if (id === null) return null;
  return {
    source: IncrementalSource.AdoptedStyleSheet,
    id,
    styles: readAll(data.styles, LIST, (style) => {
      const styleId = asId(style.styleId);
      return styleId === null ? null : { styleId, rules: rules(style.rules, addresses) };
    }),
    styleIds: asList(data.styleIds, LIST)
      .map(asId)
      .filter((styleId) => styleId !== null),
  };
}

function sheet(data: Record<string, unknown>): { id?: number; styleId?: number } {
  const id = asId(data.id);
  const styleId = asId(data.styleId);
  return { ...(id === null ? {} : { id }), ...(styleId === null ? {} : { styleId }) };
}

function rules(value: unknown, addresses: Addresses): styleSheetAddRule[] {
  return readAll(value, LIST, (add) => {
    const rule = cleanseCss(asText(add.rule, CSS_CHARS), addresses);
    const index = ruleIndex(add.index);
    return { rule, ...(index === undefined ? {} : { index }) };
  });
}

function replacement(
  name: "replace" | "replaceSync",
  data: Record<string, unknown>,
  addresses: Addresses,
): Partial<Record<"replace" | "replaceSync", string>> {
  const css = data[name];
  return typeof css === "string" ? { [name]: cleanseCss(css, addresses) } : {};
}

/** The place of a rule in its sheet: a number, or one per level of nesting. */
function ruleIndex(value: unknown): number | number[] | undefined {
  if (isPlace(value)) return value;
  if (Array.isArray(value) && value.length <= 32 && value.every(isPlace)) return value;
  return undefined;
}

function isPlace(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
