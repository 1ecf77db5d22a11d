"""The generated part of the client: ``python -m tests.http.client_maker`` writes it anew from the description.

Types of rows and answers are made by datamodel-code-generator, methods by a
few templates here: one method an operation, with its parameters by name.
"""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from datamodel_code_generator import InputFileType, generate
from datamodel_code_generator.enums import DataModelType
from datamodel_code_generator.format import Formatter, PythonVersion

from api.app import create_app
from api.http.openapi import describe
from api.settings import Settings

HOUSE = Path(__file__).parents[2]
FOLDER = HOUSE / "api" / "client"
MADE = '"""{about} Generated: python -m tests.http.client_maker."""\n\nfrom __future__ import annotations\n'
SHORT = 12
"""Words that a type lists; where there are more it is text, and new words break no program."""
JSON, BINARY = "application/json", "application/octet-stream"
_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


def files() -> dict[str, str]:
    """Return the generated modules by name, as they stand in the repository."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        document = typed(describe(create_app(Settings(str(home / "none.lbug"), home=home))))
        made = {"rows.py": rows(document, home), "calls.py": calls(document)}
        for name, text in made.items():
            (home / name).write_text(text, encoding="utf-8")
            made[name] = _formatted(home / name)
    return made


def typed(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the description as the types want it: rows whole, bodies named, long lists of words as text."""
    found: dict[str, Any] = _plain(copy.deepcopy(dict(document)))
    schemas = found["components"]["schemas"]
    for schema in list(schemas.values()):
        needed = schema.get("else", {}).get("properties", {}).get("data", {}).get("items", {})
        for choice in needed.get("anyOf", [needed]):
            for ref in _refs(schema.get("properties", {}).get("data", {})):
                row = schemas[ref]
                if choice.get("required") and set(choice["required"]) <= set(row.get("properties", {})):
                    row["required"] = choice["required"]
        for word in ("if", "then", "else"):
            schema.pop(word, None)
    free = {name for name, one in schemas.items() if one.get("additionalProperties") is True}
    found = _inlined(found, free)
    for name in free:
        del found["components"]["schemas"][name]
    schemas = found["components"]["schemas"]
    for _, _, operation in operations(found):
        body = operation.get("requestBody", {}).get("content", {}).get(JSON)
        if body is not None and "$ref" not in body["schema"]:
            schemas[_body_name(operation)] = body["schema"]
            body["schema"] = {"$ref": f"#/components/schemas/{_body_name(operation)}"}
    return found


def _inlined(value: Any, free: set[str]) -> Any:
    """What may hold anything needs no name."""
    if isinstance(value, list):
        return [_inlined(one, free) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("$ref", "").rpartition("/")[2] in free:
        return {"type": "object", "additionalProperties": True}
    return {key: _inlined(one, free) for key, one in value.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {key: _plain(one) for key, one in value.items() if key not in ("example", "examples")}
    if isinstance(found.get("enum"), list) and len(found["enum"]) > SHORT:
        del found["enum"]
    return found


def _refs(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for one in schema.values():
            yield from _refs(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from _refs(one)


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and operation in the order of their names."""
    listed = [(path, method, one) for path, methods in document["paths"].items() for method, one in methods.items()]
    yield from sorted(listed, key=lambda found: str(found[2]["operationId"]))


def rows(document: dict[str, Any], home: Path) -> str:
    """Return the module of types."""
    wanted = home / "types.py"
    generate(
        json.dumps({"openapi": "3.1.0", "info": document["info"], "paths": {}, "components": document["components"]}),
        input_file_type=InputFileType.OpenAPI,
        output=wanted,
        output_model_type=DataModelType.TypingTypedDict,
        target_python_version=PythonVersion.PY_311,
        disable_timestamp=True,
        use_schema_description=True,
        use_closed_typed_dict=False,
        formatters=[Formatter.BUILTIN],
        custom_file_header=MADE.format(about="Types of rows and answers.").partition("\nfrom")[0],
    )
    text = wanted.read_text(encoding="utf-8")
    return re.sub(r'"""\n    (.*)\n    """', r'"""\1"""', text)


def calls(document: dict[str, Any]) -> str:
    """Return the module of methods."""
    pages = document["components"]["schemas"]
    methods = [_method(path, method, one, pages) for path, method, one in operations(document)]
    used = sorted({name for text in methods for name in re.findall(r"rows\.(\w+)", text)})
    assert used
    head = [MADE.format(about="The resources as methods."), "from typing import IO, Any, Literal, cast\n"]
    head += ["from api.client import rows", "from api.client.lists import Download, Rows"]
    head += ["from api.client.transport import Given, Transport, part\n\n"]
    head += ["class Calls(Transport):", '    """One method for each operation of the description."""\n']
    return "\n".join(head) + "\n" + "\n".join(methods)


def _method(path: str, method: str, operation: Mapping[str, Any], pages: Mapping[str, Any]) -> str:
    parameters = operation.get("parameters", [])
    in_path = [one["name"] for one in parameters if one["in"] == "path"]
    asked = [one for one in parameters if one["in"] == "query" and one["name"] != "cursor"]
    free = [one for one in asked if one["schema"].get("type") == "object" or one.get("x-liantu-filter")]
    named = [one for one in asked if one not in free]
    content = operation.get("requestBody", {}).get("content", {})
    sent = [one for one in parameters if one["in"] == "header"]
    taken = [*(f"{name}: str" for name in in_path)]
    taken += [f"body: rows.{_body_name(operation)}"] if JSON in content else []
    taken += ["file: bytes | IO[bytes]"] if BINARY in content else []
    optional = [_parameter(one) for one in sorted(named, key=lambda one: not one.get("required"))]
    optional += [f"{_python(one['name'])}: str | None = None" for one in sent]
    taken += ["filters: Given | None = None"] if free and in_path else []
    optional += ["filters: Given | None = None"] if free and not in_path else []
    taken += ["*", *optional] if optional else []
    given = ", ".join(f'"{one["name"]}": {_python(one["name"])}' for one in named)
    given = f"{{{'**(filters or {}), ' if free else ''}{given}}}"
    where = 'f"' + re.sub(r"\{(\w+)\}", r"{part(\1)}", path) + '"' if in_path else f'"{path}"'
    returned, said = _answered(method, operation, where, given, pages)
    lines = [f"    def {operation['operationId']}({', '.join(['self', *taken])}) -> {returned}:"]
    lines += [f'        """{operation["summary"]}', "", *_wrapped(operation.get("description", ""))]
    return "\n".join([*lines, '        """', f"        return {said}\n"])


def _wrapped(text: str) -> list[str]:
    parts = [" ".join(part.split()) for part in text.split("\n\n")]
    return textwrap.fill("\n\n".join(parts[:1]), 110, initial_indent=" " * 8, subsequent_indent=" " * 8).split("\n")


def _parameter(one: Mapping[str, Any]) -> str:
    name, kind = _python(one["name"]), _type(one["schema"])
    return f"{name}: {kind}" if one.get("required") else f"{name}: {kind} | None = None"


def _python(name: str) -> str:
    plain = name.lower().replace("-", "_")
    return f"{plain}_" if plain in {"class", "from", "import", "set"} else plain


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return f"rows.{schema['$ref'].rpartition('/')[2]}"
    for one in schema.get("anyOf", ()):
        if one.get("type") != "null":
            return _type(one)
    words = [word for word in schema.get("enum", ()) if word]
    if words:
        return f"Literal[{', '.join(json.dumps(word, ensure_ascii=False) for word in words)}]"
    return _TYPES.get(str(schema.get("type")), "str")


def _answered(
    method: str, operation: Mapping[str, Any], where: str, given: str, pages: Mapping[str, Any]
) -> tuple[str, str]:
    """Return the type of what a method returns, and the expression for it."""
    kinds: dict[str, list[str]] = {}
    for status, told in operation["responses"].items():
        if status.startswith("2"):
            for media, one in told.get("content", {}).items():
                kinds.setdefault(media, []).append(one.get("schema", {}).get("$ref", "").rpartition("/")[2])
    names = list(dict.fromkeys(kinds.get(JSON, ())))
    if method != "get":
        kind = " | ".join(f"rows.{one}" for one in names) or "None"
        return kind, f'cast("{kind}", self.send("{method.upper()}", {where}, {given}{_sent(operation)}))'
    if not names or "exports" in operation.get("tags", ()):
        return "Download", f'Download(self, {where}, {given}, "{min(kinds, key=_plainest)}")'
    (name,) = names
    if name.endswith("Page"):
        listed = list(_refs(pages[name]["properties"]["data"])) or [""]
        row = " | ".join(f"rows.{one}" if one else "dict[str, Any]" for one in listed)
        return f"Rows[{row}, rows.{name}]", f"Rows(self, {where}, {given})"
    return f"rows.{name}", f'cast("rows.{name}", self.read({where}, {given}))'


def _sent(operation: Mapping[str, Any]) -> str:
    """What a request sends besides its address."""
    content = operation.get("requestBody", {}).get("content", {})
    named = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "header"]
    headers = ", ".join(f'"{name}": {_python(name)}' for name in named)
    sent = ", body=body" if JSON in content else ", file=file" if BINARY in content else ""
    return sent + (f", headers={{{headers}}}" if named else "")


def _plainest(media: str) -> tuple[bool, str]:
    return "ndjson" not in media, media


def _body_name(operation: Mapping[str, Any]) -> str:
    return "".join(word.title() for word in str(operation["operationId"]).split("_")) + "Body"


def _formatted(path: Path) -> str:
    """Return a module as the formatter of the house writes it."""
    ruff = [sys.executable, "-m", "ruff"]
    config = ["--config", str(HOUSE / "pyproject.toml"), "--no-cache", str(path)]
    subprocess.run([*ruff, "check", "--fix-only", "--select", "F401,I,UP", "--quiet", *config], check=True)
    subprocess.run([*ruff, "format", "--quiet", *config], check=True)
    return path.read_text(encoding="utf-8")


def main() -> None:
    """Write the generated modules."""
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{name}: {len(text.splitlines())} lines\n")


if __name__ == "__main__":
    main()
