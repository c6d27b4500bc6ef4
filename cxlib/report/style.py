"""How the pages look: readable on a projector and in print, nothing fetched from anywhere."""

from __future__ import annotations

__all__ = ["CSS", "POLICY"]

# No script, no frame, no request: even a text that slipped through unescaped could fetch or run nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

CSS = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem 2rem 4rem; background: #fff; color: #1b1b1b;
  font: 1.2rem/1.5 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
h1 { font-size: 2.4rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.9rem; line-height: 1.25; margin: 3.2rem 0 .4rem; padding-top: .8rem; border-top: 3px solid #0b4f8a; }
h3 { font-size: 1.6rem; line-height: 1.35; margin: .1rem 0 .6rem; font-weight: 650; }
h4 { font-size: 1.15rem; margin: 1.2rem 0 .3rem; }
a { color: #0b4f8a; }
a:focus-visible, summary:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
img { max-width: 100%; height: auto; display: block; }
article { margin: 2.2rem 0; }
.about, .question, .base { color: #4d4d4d; margin: .2rem 0; }
.question { font-size: 1.15rem; }
.banner { background: #fff4d1; color: #4a3600; border-left: .5rem solid #b38600; padding: .6rem 1rem; margin: 1rem 0; }
.failed { background: #fdecea; color: #7a1712; border-left: .5rem solid #b3261e; padding: .6rem 1rem; margin: 1rem 0; }
.failed p, .banner p { margin: .2rem 0; }
.status { display: inline-block; background: #e8eaed; color: #2b2b2b; border-radius: .3rem; padding: .05rem .6rem;
  font-size: 1rem; margin: 0 0 .3rem; }
nav ul { padding-left: 1.3rem; }
details { border: 1px solid #c9cdd2; border-radius: .3rem; padding: .4rem .9rem; margin: .7rem 0; }
summary { cursor: pointer; color: #0b4f8a; font-weight: 600; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 1.05rem; margin: .5rem 0; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .3rem .8rem; border-bottom: 1px solid #d5d8dc; vertical-align: top; }
th { border-bottom: 2px solid #6b7178; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; font-size: 1.05rem; margin: .4rem 0; }
dt { color: #4d4d4d; } dd { margin: 0; overflow-wrap: anywhere; }
pre { overflow-x: auto; background: #f4f5f7; padding: .7rem; font-size: .95rem; line-height: 1.4; white-space: pre-wrap; }
code { background: #f4f5f7; }
.code { border: 0; padding: 0; margin: .3rem 0; }
.code > summary { font-weight: 400; font-size: 1rem; }
.cx-caveat { color: #4d4d4d; }
@media (max-width: 40rem) { body { padding: 1rem; } dl { grid-template-columns: 1fr; } }
@page { size: A4; margin: 12mm 12mm 14mm; @bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt sans-serif; color: #4d4d4d; } }
@media print {
  body { max-width: none; font-size: 10pt; line-height: 1.4; padding: 0; }
  h1 { font-size: 22pt; } h2 { font-size: 17pt; margin-top: 0; break-before: page; } h3 { font-size: 12pt; } h4 { font-size: 9.5pt; margin: 2mm 0 .5mm; }
  h1, h2, h3, h4, .question, .status, summary { break-after: avoid; break-inside: avoid; }
  article { margin: 0 0 9mm; break-inside: avoid; } h2 + article, h2 + p + article { break-inside: auto; }
  img { break-inside: avoid; max-height: 112mm; max-width: 100%; width: auto; margin: 0 auto; }
  tr, dl, .banner, .failed { break-inside: avoid; }
  thead { display: table-header-group; }
  .question { font-size: 10pt; } nav > ul { columns: 2; } nav a { color: inherit; text-decoration: none; } nav > ul > li { font-weight: 600; margin-top: 1.5mm; } nav ul ul { font-weight: 400; padding-left: 4mm; }
  .wide { overflow: visible; } table { font-size: 7.5pt; margin: 1mm 0; } th, td { padding: 1pt 4pt; overflow-wrap: break-word; }
  .many table { font-size: 5.5pt; } .many th, .many td { padding: .6pt 2pt; }
  details { border: 0; padding: 0; margin: 2mm 0 0; } details[open] > summary { display: none; }
  details p, details li, .base { font-size: 8.5pt; margin: .5mm 0; } details ul { margin: 0; padding-left: 5mm; }
  dl { display: block; font-size: 7pt; line-height: 1.35; color: #4d4d4d; margin: 0; } dt, dd { display: inline; }
  dt::after { content: ":\\00a0"; } dd::after { content: " \\00b7  "; } dd:last-child::after { content: ""; }
  .origin { break-before: page; } details.origin > summary { display: block; font-size: 14pt; color: inherit; } .origin h4 { font-size: 11pt; margin-top: 4mm; } .origin dl { font-size: 8.5pt; display: grid; }
  .origin dt::after, .origin dd::after { content: ""; }
  p, li { orphans: 3; widows: 3; }
}
"""
