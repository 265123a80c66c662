/** Fields of the quotation form: React holds every value, the inputs only show it. */

import { h, useId } from "./react.js";

/** `kind` is `input`, `select` or `textarea`; `error` is shown once the field has been left. */
export function Field({ label, optional, kind = "input", error, fine, wide, children, ...input }) {
  const id = useId();
  return h(
    "p",
    { className: wide ? "field field-wide" : "field" },
    h(
      "label",
      { htmlFor: id },
      label,
      optional && h("span", { className: "optional" }, " (optional)"),
    ),
    h(
      kind,
      {
        id,
        "aria-invalid": error ? true : undefined,
        "aria-describedby": `${id}-words`,
        className: kind === "textarea" ? "note" : undefined,
        ...input,
      },
      children,
    ),
    h(
      "span",
      { id: `${id}-words`, className: error ? "field-error" : "field-fine" },
      error ?? fine,
    ),
  );
}

/** One thing that is asked for. Collection, piece and size depend on each other from left to right. */
export function QuotationLine({ line, number, offer, error, price, change, remove, left }) {
  const collection = offer.collections.find(({ key }) => key === line.collection);
  const piece = collection.pieces.find(({ slug }) => slug === line.slug);
  const chooseCollection = (key) => {
    const [first] = offer.collections.find((each) => each.key === key).pieces;
    change({ collection: key, slug: first.slug, size: first.sizes[0].key });
  };
  const choosePiece = (slug) => {
    const { sizes } = collection.pieces.find((each) => each.slug === slug);
    change({ slug, size: (sizes.find(({ key }) => key === line.size) ?? sizes[0]).key });
  };
  return h(
    "fieldset",
    { className: "quotation-line" },
    h(
      "legend",
      null,
      `Line ${number}`,
      remove &&
        h(
          "button",
          {
            type: "button",
            className: "quiet",
            "aria-label": `Remove line ${number}`,
            onClick: remove,
          },
          "Remove",
        ),
    ),
    h(
      Field,
      {
        label: "Collection",
        kind: "select",
        value: line.collection,
        onChange: (event) => chooseCollection(event.target.value),
      },
      options(offer.collections),
    ),
    h(
      Field,
      {
        label: "Piece",
        kind: "select",
        value: line.slug,
        onChange: (event) => choosePiece(event.target.value),
      },
      options(collection.pieces.map(({ slug, name }) => ({ key: slug, name }))),
    ),
    h(
      Field,
      {
        label: "Size",
        kind: "select",
        value: line.size,
        onChange: (event) => change({ size: event.target.value }),
      },
      options(piece.sizes),
    ),
    h(
      Field,
      {
        label: "Finish",
        kind: "select",
        value: line.finish,
        onChange: (event) => change({ finish: event.target.value }),
      },
      options(offer.finishes),
    ),
    h(Field, {
      label: "Quantity",
      inputMode: "numeric",
      value: line.quantity,
      error,
      onChange: (event) => change({ quantity: event.target.value.replace(/\D/g, "").slice(0, 4) }),
      onBlur: left,
    }),
    h("p", { className: "line-sum" }, price),
  );
}

export function options(choices) {
  return choices.map(({ key, name }) => h("option", { key, value: key }, name));
}
