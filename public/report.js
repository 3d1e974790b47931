// Saves what the page shows as one HTML file, without scripts and without anything to press: a report that can be handed on.

const gone = "button, script, dialog, .tabs, .ways, .drop, .look-controls, .column-tools, .picked-bar, .skip, .steps, .status, input[type=range], .readout";

function text(content) {
  const span = document.createElement("strong");
  span.textContent = content;
  return span;
}

function still() {
  const original = document.querySelector("main");
  const copy = original.cloneNode(true);
  // A copy has not what was chosen or typed.
  const fields = [...original.querySelectorAll("select, input, textarea")];
  [...copy.querySelectorAll("select, input, textarea")].forEach((field, index) => {
    const { type, value, checked, selectedOptions } = fields[index];
    if (type === "range" || type === "file") return;
    if (type === "checkbox" || type === "radio") field.replaceWith(text(checked ? "☑" : "☐"));
    else field.replaceWith(text(selectedOptions ? (selectedOptions[0]?.textContent ?? "") : value || "–"));
  });
  copy.querySelectorAll(gone).forEach((part) => part.remove());
  copy.querySelectorAll("[data-picked]").forEach((part) => part.removeAttribute("data-picked"));
  return copy.outerHTML;
}

function sheets() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
  return rules.join("\n");
}

export function saveReport(title) {
  const theme = document.documentElement.dataset.theme ?? "auto";
  const escaped = title.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const page = `<!DOCTYPE html>
<html lang="en" data-theme="${theme}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped}</title>
<style>${sheets()}</style></head>
<body><header class="top"><h1>${escaped}</h1></header>${still()}</body>
</html>
`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([page], { type: "text/html" }));
  link.download = "polyhead-report.html";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
