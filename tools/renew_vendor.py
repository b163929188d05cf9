"""Renew what was taken from npm: the typeface (subset for pages, whole for letters) and govuk-frontend's examples for the tests.

Run it by hand, with npm on the path: `python tools/renew_vendor.py`. It rewrites upstander/desks/frame/VENDOR.json.
"""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

ROOT = Path(__file__).parent.parent
FRAME = ROOT / "upstander/desks/frame"
EXAMPLES = ROOT / "tests/desks/govuk_examples.json"
PACKAGES = {"@expo-google-fonts/atkinson-hyperlegible": "0.4.1", "govuk-frontend": "6.3.0"}
WEIGHTS = {"regular": "400Regular/AtkinsonHyperlegible_400Regular.ttf", "bold": "700Bold/AtkinsonHyperlegible_700Bold.ttf"}
# Welsh names need these; the typeface has the letters and the accents, but not all of the pairs.
WELSH = {
    0x174: ("W", 0x302),
    0x175: ("w", 0x302),
    0x176: ("Y", 0x302),
    0x177: ("y", 0x302),
    0x1E80: ("W", 0x300),
    0x1E81: ("w", 0x300),
    0x1E82: ("W", 0x301),
    0x1E83: ("w", 0x301),
    0x1E84: ("W", 0x308),
    0x1E85: ("w", 0x308),
    0x1EF2: ("Y", 0x300),
    0x1EF3: ("y", 0x300),
}
ACCENTS = {0x300: "grave", 0x301: "acute", 0x302: "circumflex", 0x308: "dieresis"}
# Latin-1, Latin Extended-A, Welsh, Romanian, and the punctuation of English prose.
KEPT = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *WELSH,
    *range(0x218, 0x21C),
    *range(0x2010, 0x2016),
    *range(0x2018, 0x201F),
    0x2020,
    0x2022,
    0x2026,
    0x2032,
    0x2033,
    0x2039,
    0x203A,
    0x20AC,
    0x2212,
]
FEATURES = ["kern", "locl", "tnum"]
SHOWN = {
    "button": ["default", "secondary", "warning"],
    "error-summary": ["default"],
    "input": [
        "default",
        "with hint text",
        "with error message",
        "with label as page heading",
        "with prefix",
        "with suffix",
        "with autocomplete attribute",
        "with error and hint",
    ],
    "textarea": ["default", "with hint and error message", "with default value", "with label as page heading"],
    "select": ["default", "with hint text and error message", "with selected value"],
    "file-upload": ["default", "with error message and hint", "allows multiple files"],
    "radios": [
        "default",
        "with legend as page heading",
        "with hints on items",
        "with fieldset and error message",
        "with a divider",
        "with conditional items",
        "with conditional items and pre-checked value",
        "inline",
        "small",
    ],
    "checkboxes": ["default", "with pre-checked values", "with hint", "with error message", "with conditional items"],
    "date-input": ["default", "with errors and hint"],
    "inset-text": ["default"],
    "warning-text": ["default"],
    "details": ["default"],
    "tag": ["default", "red", "green", "yellow"],
    "summary-list": ["default"],
    "notification-banner": ["default"],
}


def unpack(package: str, version: str, into: Path) -> tuple[Path, dict[str, str]]:
    """Fetch one npm package; answer with its folder and where it came from."""
    found = subprocess.run(
        ["npm", "pack", "--json", f"{package}@{version}"], cwd=into, check=True, capture_output=True, text=True
    )
    [about] = json.loads(found.stdout)
    folder = into / package.replace("/", "_")
    with tarfile.open(into / Path(about["filename"]).name) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package", {"npm": package, "version": version, "integrity": about["integrity"]}


def add_welsh(font: TTFont) -> None:
    """Compose the Welsh letters that the typeface lacks out of its own letters and accents."""
    names, glyphs = font.getBestCmap(), font["glyf"]
    for code, (base, combining) in WELSH.items():
        if code in names:
            continue
        accent = ACCENTS[combining]
        glyphs[f"uni{code:04X}"] = _composed(glyphs, base, accent)
        font["hmtx"][f"uni{code:04X}"] = font["hmtx"][base]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = f"uni{code:04X}"
    font["maxp"].recalc(font)


def _composed(glyphs: Any, base: str, accent: str) -> Glyph:
    """Set the accent over the letter as high as the typeface sets it over an a (or an A), in the letter's middle."""
    over_a = glyphs["Aa"[base.islower()] + accent].components[1]
    letter, mark = glyphs[base], glyphs[over_a.glyphName]
    middle = (letter.xMin + letter.xMax - mark.xMin - mark.xMax) // 2
    made = Glyph()
    made.numberOfContours, made.components = -1, [_part(base, 0, 0, 0x204), _part(over_a.glyphName, middle, over_a.y, 0x4)]
    made.recalcBounds(glyphs)
    return made


def _part(name: str, x: int, y: int, flags: int) -> GlyphComponent:
    part = GlyphComponent()
    part.glyphName, part.x, part.y, part.flags = name, x, y, flags
    return part


def page_font(font: TTFont) -> None:
    """Cut the typeface to what pages need. Without hinting it is a third smaller; screens since 2015 do not miss it."""
    options = Options()
    options.hinting, options.layout_features, options.flavor = False, FEATURES, "woff2"
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    cut = Subsetter(options)
    cut.populate(unicodes=KEPT)
    cut.subset(font)
    font.flavor = "woff2"


def examples(package: Path) -> dict[str, dict[str, Any]]:
    """The official options and HTML of each component that we write ourselves."""
    kept: dict[str, dict[str, Any]] = {}
    for component, wanted in SHOWN.items():
        found = json.loads((package / f"dist/govuk/components/{component}/fixtures.json").read_text())["fixtures"]
        by_name = {example["name"]: {"options": example["options"], "html": example["html"]} for example in found}
        kept[component] = {name: by_name[name] for name in wanted}
    return kept


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folders, sources = {}, []
        for package, version in PACKAGES.items():
            folders[package], source = unpack(package, version, Path(scratch))
            sources.append(source)
        typeface = folders["@expo-google-fonts/atkinson-hyperlegible"]
        made = [FRAME / "fonts/OFL.txt"]
        made[0].write_text((typeface / "LICENSE_FONT").read_text())
        for weight, path in WEIGHTS.items():
            font = TTFont(typeface / path, recalcTimestamp=False)
            add_welsh(font)
            made += [FRAME / f"fonts/atkinson-{weight}.ttf", FRAME / f"static/frame/atkinson-{weight}.woff2"]
            font.save(made[-2])
            page_font(font)
            font.save(made[-1])
        EXAMPLES.write_text(json.dumps(examples(folders["govuk-frontend"]), indent=1, ensure_ascii=False) + "\n")
        made.append(EXAMPLES)
    digests = {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in made}
    (FRAME / "VENDOR.json").write_text(json.dumps({"sources": sources, "sha256": digests}, indent=2) + "\n")


if __name__ == "__main__":
    main()
