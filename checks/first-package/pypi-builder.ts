/**
 * Builds one wheel for each platform that pyproject.toml names. The same for every project: what differs is read from pyproject.toml. Python 3.11 and
 * newer, without any package.
 */
export const wheelBuilder = `"""Puts the released programs into wheels, one for each platform: build_wheels.py VERSION PROGRAMS DIST.

PROGRAMS holds a folder for each platform with its program in it. The same programs always give the same wheels.
"""

import base64
import hashlib
import pathlib
import re
import sys
import tomllib
import zipfile

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
HERE = pathlib.Path(__file__).resolve().parent


def python_version(text):
    """A version as Python spells it: 1.2.0-rc.1 becomes 1.2.0rc1."""
    found = re.fullmatch(r"v?(\\d+(?:\\.\\d+)*)(?:[-.]?(alpha|a|beta|b|rc|pre|preview|c)[-.]?(\\d*))?(?:\\+.*)?", text, re.IGNORECASE)
    if found is None:
        raise SystemExit(f"PyPI takes no version {text!r}.")
    number, kind, count = found.groups()
    letters = {"alpha": "a", "beta": "b", "pre": "rc", "preview": "rc", "c": "rc"}
    return number if kind is None else f"{number}{letters.get(kind.lower(), kind.lower())}{count or 0}"


def one_line(text):
    return " ".join(text.split())


def metadata(project, version, readme):
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {project['name']}",
        f"Version: {version}",
        f"Summary: {one_line(project['description'])}",
    ]
    lines += [f"Author: {one_line(author['name'])}" for author in project.get("authors", [])]
    if "license" in project:
        lines.append(f"License-Expression: {project['license']}")
    lines += [f"License-File: {name}" for name in project.get("license-files", [])]
    if project.get("keywords"):
        lines.append(f"Keywords: {','.join(one_line(word) for word in project['keywords'])}")
    lines += [f"Classifier: {name}" for name in project.get("classifiers", [])]
    lines += [f"Project-URL: {label}, {url}" for label, url in project.get("urls", {}).items()]
    lines += [f"Requires-Python: {project['requires-python']}", "Description-Content-Type: text/markdown"]
    return "\\n".join(lines) + "\\n\\n" + readme


def record_line(name, contents):
    digest = base64.urlsafe_b64encode(hashlib.sha256(contents).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(contents)}\\n"


def write_wheel(path, files, record):
    files = {**files, record: ("".join(record_line(name, contents) for name, (contents, _) in files.items()) + f"{record},,\\n").encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, entry in files.items():
            contents, mode = entry if isinstance(entry, tuple) else (entry, 0o644)
            described = zipfile.ZipInfo(name, FIRST_DAY)
            described.create_system = 3
            described.external_attr = (0o100000 | mode) << 16
            described.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(described, contents, compresslevel=9)


def build(project, version, programs, dist):
    settings = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["tool"]["released-programs"]
    name = re.sub(r"[-_.]+", "_", project["name"]).lower()
    start = f"{name}-{version}"
    folder = f"{start}.dist-info"
    description = metadata(project, version, (HERE / "README.md").read_text("utf-8")).encode()
    licenses = {f"{folder}/licenses/{one}": ((HERE / one).read_bytes(), 0o644) for one in project.get("license-files", [])}
    for platform in settings["platforms"]:
        tags = sorted(platform["tags"])
        about = ["Wheel-Version: 1.0", "Generator: build_wheels", "Root-Is-Purelib: false", *[f"Tag: py3-none-{tag}" for tag in tags]]
        program = (programs / platform["folder"] / platform["program"]).read_bytes()
        files = {
            f"{start}.data/scripts/{platform['program']}": (program, 0o755),
            f"{folder}/METADATA": (description, 0o644),
            f"{folder}/WHEEL": (("\\n".join(about) + "\\n").encode(), 0o644),
            **licenses,
        }
        wheel = dist / f"{start}-py3-none-{'.'.join(tags)}.whl"
        write_wheel(wheel, files, f"{folder}/RECORD")
        print(wheel.name)


def main():
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    version, programs, dist = python_version(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    dist.mkdir(parents=True, exist_ok=True)
    build(tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["project"], version, programs, dist)


main()
`;
