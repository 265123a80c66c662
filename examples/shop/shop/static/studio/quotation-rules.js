/** What the quotation form knows without asking: what is right, and what it comes to. */

export function sumOf(lines, rebates, priceOf) {
  const count = lines.reduce((sum, { quantity }) => sum + (Number(quantity) || 0), 0);
  const whole = lines.reduce((sum, line) => sum + priceOf(line) * (Number(line.quantity) || 0), 0);
  const percent = rebates.find(({ least }) => count >= least)?.percent ?? 0;
  const total = Math.floor((whole * (100 - percent)) / 100);
  const next = rebates.findLast(({ least }) => least > count);
  return { count, whole, percent, rebate: whole - total, total, next };
}

/** A message for each field that is not right yet. */
export function wrong(form, offer) {
  const errors = {};
  if (form.name.trim() === "") errors.name = "Please tell us your name.";
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(form.email.trim())) {
    errors.email = "This is not an e-mail address yet.";
  }
  const country = offer.countries.find(({ key }) => key === form.country);
  if (!country) errors.country = "Please choose a country.";
  const vat = form.vat.replaceAll(" ", "").toUpperCase();
  if (country && vat && !new RegExp(`^${country.vat}$`).test(vat)) {
    errors.vat = `A VAT number of ${country.name} looks different.`;
  }
  form.lines.forEach(({ quantity }, index) => {
    const number = Number(quantity);
    if (!Number.isInteger(number) || number < 1 || number > offer.most_of_one) {
      errors[`quantity-${index}`] = `Between 1 and ${offer.most_of_one}.`;
    }
  });
  return errors;
}

export const euros = (cents) =>
  `€${(cents / 100).toLocaleString("en", { minimumFractionDigits: cents % 100 ? 2 : 0 })}`;
