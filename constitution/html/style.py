"""How a page looks on a screen, light and dark, and on A4 paper.

What was struck out, put in or moved differs by its line (struck, underlined, double, dotted), by
the sign in the margin, and only then by its colour.
"""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1f; --quiet: #5d5f6a; --paper: #fff; --rule: #d4d5dc;
  --in: #0b5d2a; --in-back: #e5f4e9; --out: #9c1c1c; --out-back: #fbeaea;
  --move: #2d4a9b; --move-back: #e9eefb; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e4e4e8; --quiet: #a3a5b1; --paper: #17181c; --rule: #3c3e49;
    --in: #8edba4; --in-back: #17301f; --out: #ff9d9d; --out-back: #3a1c1e;
    --move: #a9bdff; --move-back: #1e2745; } }
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); }
body { margin: 0 auto; padding: 2.5rem 1.5rem 5rem; max-width: 46rem;
  font: 1.0625rem/1.55 "Source Serif 4", "Source Serif Pro", Charter, Cambria, Georgia,
    "DejaVu Serif", serif;
  hyphens: manual; overflow-wrap: break-word; font-variant-numeric: lining-nums; }
body.wide { max-width: 80rem; }
h1 { font-size: 1.65rem; line-height: 1.25; margin: 0 0 .5rem; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0; }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
p { margin: 0; }
a { color: inherit; text-decoration-color: var(--rule); text-underline-offset: .2em; }
.quiet, .legend, .what, .number, th, .state, .more { font-family: system-ui, "Segoe UI", Roboto,
  "Helvetica Neue", "DejaVu Sans", sans-serif; color: var(--quiet); }
.quiet, .what { font-size: .875rem; }
.legend { font-size: .8125rem; margin: 1rem 0 0; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; }
.notes { margin: 1rem 0 0; padding: .6rem .9rem; border: 1px solid var(--rule); font-size: .95rem; }
.notes p + p { margin-top: .35rem; }
header.top { border-bottom: 2px solid var(--ink); padding-bottom: 1.1rem; margin-bottom: 1.8rem; }
section.article { margin-top: 2.4rem; }
section.figures { margin-top: 3rem; }
section.article > header { border-bottom: 1px solid var(--rule); padding-bottom: .35rem;
  margin-bottom: .9rem; break-after: avoid; }
.alinea { display: grid; grid-template-columns: 4.4rem minmax(0, 1fr); margin: .65rem 0; }
.alinea > p { padding-left: .8rem; border-left: 3px solid transparent; }
.number { font-size: .8125rem; line-height: 1.9; text-align: right; padding-right: .7rem;
  white-space: nowrap; font-variant-numeric: tabular-nums; }
.number b { color: var(--ink); padding-right: .35em; }
.same > p, tr.same td { color: var(--quiet); }
.amended > p { border-left-color: var(--quiet); }
.added > p { border-left-color: var(--in); border-left-style: double; border-left-width: 4px; }
.removed > p { border-left-color: var(--out); border-left-style: dashed; }
.moved-away > p, .moved-here > p { border-left-color: var(--move); border-left-style: dotted; }
.heading > p { font-weight: bold; }
.alinea > div { padding-left: .8rem; border-left: 3px solid transparent; }
.amended > div { border-left-color: var(--quiet); }
.rows { font-size: .9375em; }
table.grid { width: auto; margin: .1rem 0; }
table.grid th, table.grid td, table.sides table.grid td { border: 1px solid var(--rule);
  padding: .2rem .6rem; font: inherit; color: inherit; }
table.grid th { font-weight: bold; }
table.grid tr.added td { border-left: 3px double var(--in); }
table.grid tr.removed td { border-left: 3px dashed var(--out); }
.level-1 > p, table.sides td.level-1 { padding-left: 2.2rem; }
.level-2 > p, table.sides td.level-2 { padding-left: 3.6rem; }
.level-3 > p, table.sides td.level-3 { padding-left: 5rem; }
.level-4 > p, table.sides td.level-4 { padding-left: 6.4rem; }
.gap { color: var(--quiet); text-align: center; margin: .5rem 0; letter-spacing: .3em; }
del, ins { border-radius: 2px; padding: 0 .1em; -webkit-box-decoration-break: clone;
  box-decoration-break: clone; }
del { color: var(--out); background: var(--out-back); text-decoration: line-through;
  text-decoration-thickness: .08em; }
ins { color: var(--in); background: var(--in-back); text-decoration: underline;
  text-decoration-thickness: .09em; text-underline-offset: .18em; font-weight: 600; }
del.moved { color: var(--move); background: var(--move-back);
  text-decoration: line-through dotted; }
ins.moved { color: var(--move); background: var(--move-back); text-decoration: underline dotted;
  font-weight: inherit; }
.added ins { text-decoration: none; font-weight: inherit; }
sup { font-size: .7em; line-height: 0; font-weight: bold; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; margin-top: 1.2rem; }
th { text-align: left; font-size: .8125rem; font-weight: 600; border-bottom: 1px solid var(--ink); }
th, td { padding: .35rem .6rem .35rem 0; vertical-align: top; }
tbody tr { border-bottom: 1px solid var(--rule); break-inside: avoid; }
td.figure, th.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
table.sides { table-layout: fixed; margin: 0; font-size: 1rem; }
table.sides td { padding: .45rem 0; }
table.sides tr { border: 0; }
table.sides td.sign { width: 2rem; text-align: center; color: var(--quiet); font-weight: bold; }
table.sides td.number { width: 2.6rem; padding-right: .7rem; line-height: 2; }
pre { font: .8125rem/1.5 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace;
  white-space: pre-wrap; border: 1px solid var(--rule); padding: .6rem .8rem; margin: .6rem 0 0; }
td.names { overflow-wrap: anywhere; }
pre del, pre ins { display: block; }
section.sheet { margin-top: 4rem; }
.reasons p { margin: .55rem 0; }
.reasons p.item { padding-left: 1.2rem; text-indent: -1.2rem; }
@page { size: A4; margin: 20mm 18mm 22mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; } }
@page wide { size: A4 landscape; }
@media print {
  html, body { background: none; color: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; line-height: 1.42; orphans: 3; widows: 3; }
  body.wide { max-width: none; page: wide; font-size: 9.5pt; }
  h1, h2, h3, section.article > header, .what { break-after: avoid; }
  .alinea, table.sides tr, .reasons p { break-inside: avoid; }
  section.sheet { break-before: page; margin-top: 0; }
  a { text-decoration: none; }
  table:not(.sides) { font-size: 9pt; }
  th, td { padding: .14rem .6rem .14rem 0; }
}
"""
