// needs: draw_text
// Pictures and tables out of the page: to the clipboard, or as a file where that is not allowed.

function copyFileName(content) {
  const name = [content.key || content.name, content.slice].filter(Boolean).join(" ");
  return name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 80) || "cxlib";
}

function copySvg(svg) {
  const alone = svg.cloneNode(true);
  alone.prepend(drawNode(null, "style", {}, drawStyle));
  return new XMLSerializer().serializeToString(alone);
}

// The picture as a PNG with twice as many points each way.
function copyPng(svg, content) {
  if (!svg) return fetchImage(content.image);
  const image = new Image(), wide = Number(svg.getAttribute("width")), tall = Number(svg.getAttribute("height"));
  return new Promise((done, failed) => {
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = wide * 2;
      canvas.height = tall * 2;
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#ffffff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png");
    };
    image.onerror = () => failed(new Error("no picture"));
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(copySvg(svg));
  });
}

function fetchImage(address) {
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
  return Promise.resolve(new Blob([bytes], { type: "image/png" }));
}

function saveBlob(blob, file) {
  const address = URL.createObjectURL(blob), link = document.createElement("a");
  link.href = address;
  link.download = file;
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function saveText(text, file, type, says) {
  saveBlob(new Blob([text], { type: `${type};charset=utf-8` }), file);
  return says.saved.replace("{file}", file);
}

async function savePicture(svg, content, file, says) {
  try {
    saveBlob(await copyPng(svg, content), `${file}.png`);
  } catch (error) {
    return says.not_saved;
  }
  return says.saved.replace("{file}", `${file}.png`);
}

async function copyPicture(svg, content, file, says) {
  let blob;
  try {
    blob = await copyPng(svg, content);
  } catch (error) {
    return says.not_saved;
  }
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
    return says.copied;
  } catch (error) {
    saveBlob(blob, `${file}.png`);
    return says.saved_instead.replace("{file}", `${file}.png`);
  }
}

async function copyTable(table, file, says) {
  const text = copyTableText(table);
  try {
    await navigator.clipboard.writeText(text);
    return says.copied;
  } catch (error) {
    saveBlob(new Blob(["\ufeff" + text], { type: "text/tab-separated-values;charset=utf-8" }), `${file}.tsv`);
    return says.saved_instead.replace("{file}", `${file}.tsv`);
  }
}

function copyTableText(table) {
  return [table.head, ...table.rows].map((row) => row.map(copyCell).join("\t")).join("\n") + "\n";
}

// A text that a spreadsheet would run as a formula gets an apostrophe; a number below zero stays a number.
function copyCell(text) {
  const line = drawClean(text);
  return /^[=+\-@]/.test(line) && !copyIsNumber(line) ? `'${line}` : line;
}

function copyIsNumber(text) {
  return /^[+-]?\d[\d.,]*%?(\s[A-Z]{3})?$/.test(text);
}
