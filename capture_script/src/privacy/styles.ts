/** Changes of style sheets: rules that scripts add, and sheets that documents adopt. */
import { SOURCE } from "../records";
import type { Css } from "./css";

type Data = { [field: string]: unknown };
type Rule = { rule: string; index?: number | number[] };

export function cleanStyles(data: Data, css: Css): Data {
  const rules = (list: unknown): Rule[] | undefined =>
    (list as Rule[] | undefined)?.map(({ rule, index }) => {
      return { rule: css.sheet(rule), ...(index !== undefined && { index }) };
    });
  const sheet = (text: unknown): string | undefined =>
    typeof text === "string" ? css.sheet(text) : undefined;

  const { source, id, styleId } = data;
  if (source === SOURCE.styleSheetRule) {
    const removes = (data.removes as Rule[] | undefined)?.map(({ index }) => ({ index }));
    const adds = rules(data.adds);
    const [replace, replaceSync] = [sheet(data.replace), sheet(data.replaceSync)];
    return { source, id, styleId, adds, removes, replace, replaceSync };
  }
  if (source === SOURCE.styleDeclaration) {
    const { index, set, remove } = data;
    return { source, id, styleId, index, set: declaration(set, css), remove: property(remove) };
  }
  const styles = (data.styles as Data[] | undefined)?.map((style) => {
    return { styleId: style.styleId, rules: rules(style.rules) };
  });
  return { source, id, styleIds: data.styleIds, styles };
}

function declaration(change: unknown, css: Css): Data | undefined {
  if (!change) return undefined;
  const { property: name, value, priority } = change as { [field: string]: string | null };
  const cleaned = value ? css.declarations(`${name}:${value}`).slice(`${name}:`.length) : value;
  return { property: name, value: cleaned, priority };
}

function property(change: unknown): Data | undefined {
  return change ? { property: (change as Data).property } : undefined;
}
