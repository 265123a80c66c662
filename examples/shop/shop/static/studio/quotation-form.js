/** The quotation form as a whole: its state, the sum beside it, and what the server says. */

import { send } from "/static/js/send.js";
import { Field, QuotationLine, options } from "./quotation-fields.js";
import { euros, sumOf, wrong } from "./quotation-rules.js";
import { flushSync, h, useEffect, useRef, useState } from "./react.js";

let lineIds = 0;

function newLine(offer) {
  const [collection] = offer.collections;
  const [piece] = collection.pieces;
  lineIds += 1;
  return {
    id: lineIds,
    collection: collection.key,
    slug: piece.slug,
    size: piece.sizes[0].key,
    finish: offer.finishes[0].key,
    quantity: "4",
  };
}

function priceOf(offer, { slug, size }) {
  const pieces = offer.collections.flatMap((collection) => collection.pieces);
  return pieces.find((piece) => piece.slug === slug).sizes.find(({ key }) => key === size).price;
}

export function QuotationForm({ offer }) {
  const [form, setForm] = useState(() => ({
    name: "",
    company: "",
    email: "",
    country: "",
    vat: "",
    note: "",
    ...offer.known,
    lines: [newLine(offer)],
  }));
  const [left, setLeft] = useState(() => new Set()); // fields that somebody has been in
  const [refused, setRefused] = useState({});
  const [sending, setSending] = useState(false);
  const [done, setDone] = useState();

  const errors = { ...wrong(form, offer), ...refused };
  const shown = (name) => (left.has(name) ? errors[name] : undefined);
  const leave = (...names) => setLeft((before) => new Set([...before, ...names]));
  const change = (values) => {
    setForm((before) => ({ ...before, ...values }));
    setRefused({});
  };
  const changeLine = (id, values) =>
    change({ lines: form.lines.map((line) => (line.id === id ? { ...line, ...values } : line)) });
  const bind = (name) => ({
    name,
    value: form[name],
    error: shown(name),
    onChange: (event) => {
      change({ [name]: event.target.value });
      if (event.target.value.length > 2) leave(name);
    },
    onBlur: () => leave(name),
  });

  async function submit(event) {
    event.preventDefault();
    const asked = event.currentTarget;
    flushSync(() => leave(...Object.keys(errors)));
    if (Object.keys(wrong(form, offer)).length > 0) {
      asked.querySelector("[aria-invalid]").focus();
      return;
    }
    setSending(true);
    const lines = form.lines.map(({ slug, size, finish, quantity }) => ({
      slug,
      size,
      finish,
      quantity: Number(quantity),
    }));
    const answer = await send("/api/quotations", { ...form, lines });
    setSending(false);
    if (answer.errors) {
      setRefused(answer.errors);
      leave(...Object.keys(answer.errors));
    } else {
      setDone(answer);
    }
  }

  const price = (line) => priceOf(offer, line);
  if (done) return h(Done, { done, again: () => setDone(undefined) });
  return h(
    "form",
    { className: "quotation-columns", noValidate: true, onSubmit: submit },
    h(
      "div",
      null,
      h(
        "section",
        { "aria-labelledby": "pieces-heading" },
        h("h2", { id: "pieces-heading", className: "studio-step" }, "What you need"),
        form.lines.map((line, index) =>
          h(QuotationLine, {
            key: line.id,
            line,
            offer,
            number: index + 1,
            error: shown(`quantity-${index}`),
            price: euros(price(line) * (Number(line.quantity) || 0)),
            change: (values) => changeLine(line.id, values),
            left: () => leave(`quantity-${index}`),
            remove:
              form.lines.length > 1
                ? () => change({ lines: form.lines.filter(({ id }) => id !== line.id) })
                : undefined,
          }),
        ),
        h(
          "button",
          {
            type: "button",
            className: "button button-line",
            disabled: form.lines.length >= offer.most_lines,
            onClick: () => change({ lines: [...form.lines, newLine(offer)] }),
          },
          "Add a line",
        ),
      ),
      h(
        "section",
        { "aria-labelledby": "you-heading" },
        h("h2", { id: "you-heading", className: "studio-step" }, "Who you are"),
        h(
          "div",
          { className: "fields" },
          h(Field, { label: "Name", autoComplete: "name", ...bind("name") }),
          h(Field, { label: "E-mail", type: "email", autoComplete: "email", ...bind("email") }),
          h(Field, {
            label: "Company",
            optional: true,
            autoComplete: "organization",
            ...bind("company"),
          }),
          h(
            Field,
            { label: "Country", kind: "select", autoComplete: "country", ...bind("country") },
            h("option", { value: "" }, "Please choose"),
            options(offer.countries),
          ),
          form.company.trim() !== "" &&
            h(Field, {
              label: "VAT number",
              optional: true,
              fine: "Then we invoice without VAT.",
              ...bind("vat"),
            }),
          h(Field, {
            label: "Note",
            optional: true,
            kind: "textarea",
            rows: 4,
            maxLength: 600,
            wide: true,
            ...bind("note"),
          }),
        ),
      ),
    ),
    h(Sum, { sum: sumOf(form.lines, offer.rebates, price), sending, problem: refused.form }),
  );
}

function Sum({ sum, sending, problem }) {
  const row = (name, value) => h("div", null, h("dt", null, name), h("dd", null, value));
  const more =
    sum.next && `${sum.next.least - sum.count} more and it is ${sum.next.percent} % less.`;
  return h(
    "aside",
    { className: "quotation-sum", "aria-labelledby": "sum-heading" },
    h("h2", { id: "sum-heading" }, "What it comes to"),
    h(
      "dl",
      { "aria-live": "polite" },
      row(sum.count === 1 ? "1 piece" : `${sum.count} pieces`, euros(sum.whole)),
      sum.percent > 0 && row(`Rebate, ${sum.percent} %`, `−${euros(sum.rebate)}`),
      row("Together", euros(sum.total)),
    ),
    problem && h("p", { className: "form-error", role: "alert" }, problem),
    h(
      "button",
      { type: "submit", className: "button button-wide", disabled: sending },
      "Ask for the quotation",
    ),
    h("p", { className: "summary-small" }, more || "Prices hold for thirty days."),
  );
}

function Done({ done, again }) {
  const heading = useRef(null);
  useEffect(() => heading.current.focus(), []);
  return h(
    "div",
    { className: "quotation-done" },
    h("h2", { ref: heading, tabIndex: -1 }, `Quotation ${done.code}`),
    h(
      "p",
      null,
      `It comes to ${euros(done.total)} and holds for thirty days. Nothing is ordered until you say so.`,
    ),
    h(
      "p",
      { className: "studio-actions" },
      h(
        "button",
        { type: "button", className: "button button-line", onClick: again },
        "Change something",
      ),
    ),
  );
}
