"""Makes four tables of texts, each with a class and a number to learn and a column that names the split.

python3 -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make.py FOLDER

- packages: one line about a Debian package; its section and the logarithm of its size (`apt-cache dumpavail`)
- movies: sentences of film reviews; how kind people find them (Hutto & Gilbert 2014, in the source archive of vaderSentiment)
- snippets: sentences of shop reviews, editorials and tweets; where they come from and how kind people find them (as above)
- functions: documentation of Python functions; which package they are of and the logarithm of their lines of code
"""

import ast
import csv
import io
import math
import pathlib
import random
import re
import subprocess
import sys
import tarfile
import tempfile

PACKAGES = ["networkx", "numpy", "scipy", "sklearn", "sympy"]
RATED = {"movie": "movieReviewSnippets", "shop": "amazonReviewSnippets", "editorial": "nytEditorialSnippets", "tweet": "tweets"}


def packages():
    listing = subprocess.run(["apt-cache", "dumpavail"], capture_output=True, text=True, check=True).stdout
    seen = set()
    for entry in listing.split("\n\n"):
        field = dict(re.findall(r"^([A-Z][\w-]*): (.*)$", entry, re.MULTILINE))
        source = field.get("Source", field.get("Package", "")).split(" ")[0]
        if source in seen or not field.get("Description") or int(field.get("Installed-Size", 0)) < 1:
            continue
        # One package of each source, as those of one source are described alike.
        seen.add(source)
        yield field["Description"], field["Section"].split("/")[-1], math.log10(int(field["Installed-Size"]))


def rated(sources):
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", folder]
        subprocess.run([*pip, "vaderSentiment==3.3.2"], check=True)
        outer = tarfile.open(next(pathlib.Path(folder).glob("*.tar.gz")))
        inner = next(name for name in outer.getnames() if name.endswith("hutto_ICWSM_2014.tar.gz"))
        archive = tarfile.open(fileobj=io.BytesIO(outer.extractfile(inner).read()))
        for source in sources:
            name = f"hutto_ICWSM_2014/{RATED[source]}_GroundTruth.txt"
            for line in archive.extractfile(name).read().decode("utf-8-sig", "replace").splitlines():
                _, tone, text = line.split("\t", 2)
                yield text, source, float(tone)


def movies():
    for text, _, tone in rated(["movie"]):
        yield text, "kind" if tone > 0 else "unkind", tone


def functions():
    for package in PACKAGES:
        root = pathlib.Path(__import__(package).__file__).parent
        for path in sorted(root.rglob("*.py")):
            if "tests" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8", errors="replace"))):
                if isinstance(node, ast.FunctionDef) and (text := ast.get_docstring(node)) and len(text) > 60:
                    inside = node.body[1:]
                    lines = sum(own.end_lineno - own.lineno + 1 for own in inside)
                    # Names of packages would say it all.
                    text = re.sub("|".join(PACKAGES) + "|scikit|>>>", " ", text, flags=re.IGNORECASE)
                    yield " ".join(text.split())[:2000], package, math.log2(1 + lines)


TABLES = {
    "packages": (packages, "section", "log_size", 8_000),
    "movies": (movies, "verdict", "tone", 11_000),
    "snippets": (lambda: rated(["shop", "editorial", "tweet"]), "source", "tone", 6_000),
    "functions": (functions, "package", "log_lines", 6_000),
}


def main(folder):
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    for name, (read, label, number, most) in TABLES.items():
        rows = list({row[0]: row for row in read()}.values())
        dice = random.Random(13)
        dice.shuffle(rows)
        rows = rows[:most]
        with open(f"{folder}/{name}.csv", "w", newline="", encoding="utf-8") as file:
            table = csv.writer(file)
            table.writerow(["text", label, number, "split"])
            for text, own, value in rows:
                split = dice.choices(["train", "valid", "test"], [50, 15, 35])[0]
                table.writerow([text, own, f"{value:.4f}", split])
        print(f"{name}: {len(rows)} rows")


main(sys.argv[1])
