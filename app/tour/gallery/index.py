"""The gallery's one page: pictures side by side, chosen by face, language and look; needs no server."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from string import Template

_PAGE = Template("""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>InnPoint, every page</title>
<style>
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; margin: 0; background: #f4f2ec; color: #17211f }
header { position: sticky; top: 0; background: #10302f; color: #f4f2ec; padding: 12px 24px; display: flex;
         gap: 24px; flex-wrap: wrap; align-items: center; z-index: 1 }
header b { font-size: 18px } label { display: flex; gap: 6px; align-items: center }
select { font: inherit; padding: 4px 8px }
main { padding: 24px } h2 { margin: 24px 0 8px; font-size: 18px }
.row { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start }
figure { margin: 0; background: #fff; border: 1px solid #dad5c9; border-radius: 8px; padding: 8px }
figure img { display: block; height: var(--high, 320px); width: auto } figcaption { font-size: 13px; color: #46524f }
</style>
<header><b>InnPoint</b>
<label>Face <select id="face"></select></label>
<label>Language <select id="language"></select></label>
<label>Look <select id="look"></select></label>
<label>Height <input id="high" type="range" min="160" max="1200" value="320"></label>
<span id="count"></span></header><main></main>
<script>
const pictures = $pictures;
const chosen = {};
for (const key of ["face", "language", "look"]) {
  const select = document.getElementById(key);
  const names = [...new Set(pictures.map(one => one[key]))];
  for (const name of ["all", ...names]) select.add(new Option(name, name));
  select.value = key === "face" ? names[0] : "all";
  select.onchange = show;
}
document.getElementById("high").oninput = event =>
  document.body.style.setProperty("--high", event.target.value + "px");
function show() {
  const of = key => document.getElementById(key).value;
  const found = pictures.filter(one => ["face", "language", "look"].every(
    key => of(key) === "all" || one[key] === of(key)));
  document.getElementById("count").textContent = found.length + " of " + pictures.length;
  const main = document.querySelector("main");
  main.replaceChildren();
  for (const name of new Set(found.map(one => one.face + " · " + one.stop))) {
    const head = document.createElement("h2"), row = document.createElement("div");
    head.textContent = name; row.className = "row";
    for (const one of found.filter(one => one.face + " · " + one.stop === name)) {
      const figure = document.createElement("figure"), link = document.createElement("a");
      const image = new Image(), caption = document.createElement("figcaption");
      image.loading = "lazy"; image.src = one.file; image.alt = name + ", " + one.look;
      link.href = one.file; link.append(image);
      caption.textContent = one.language + " · " + one.look;
      figure.append(link, caption); row.append(figure);
    }
    main.append(head, row);
  }
}
show();
</script></html>
""")


def write_index(file: Path, pictures: Sequence[dict[str, str]]) -> None:
    """Write the page that shows the pictures beside it."""
    text = json.dumps(list(pictures), ensure_ascii=False).replace("</", "<\\/")
    file.write_text(_PAGE.substitute(pictures=text), encoding="utf-8")
