"""The graph around things as one HTML file that opens anywhere, with the network off.

pyvis keeps nodes, edges and options and brings vis-network, which draws them;
the page around it is ours, since pyvis's own fetches from other hosts. A
content policy in the head names the one style and the two scripts by their
hashes: nothing else runs, and nothing is fetched.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from graph.errors import LiantuError
from viz.graph.layout import box_width, places
from viz.pages.blocks import visible

VIS = "9.1.2"
"""Version of vis-network that pyvis ships."""
_MODULES = ("words", "look", "data", "card", "panel")
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "keyboard": False, "multiselect": False, "tooltipDelay": 100, "zoomSpeed": 0.6},
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0.6, "scaling": {"label": {"drawThreshold": 7}}},
}
_LICENCE = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions: The above copyright notice and this
permission notice shall be included in all copies or substantial portions of the Software. THE
SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT.
IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?:const|let|function|class) (\w+)", re.MULTILINE)


def graph_file(picture: dict[str, Any], *, hops: int, data_version: str = "", as_of: str = "") -> str:
    """Return the file. The same picture makes the same bytes.

    Args:
        picture: see :func:`viz.graph.picture.picture`.
        hops: steps that were asked for.
        data_version: of the store.
        as_of: when its last load was made.
    """
    nodes, edges, options = _network(picture)
    style, library, program = _read("file.css"), _library(), _program()
    hashes = [_hash(text) for text in (style, library, program)]
    data = {"picture": picture, "nodes": nodes, "edges": edges, "options": options}
    names = [node["name"] for node in picture["nodes"] if node["id"] in picture["starts"]]
    environment = Environment(loader=PackageLoader("viz.graph", ""), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("file.html").render(
        policy=(
            f"default-src 'none'; script-src {hashes[1]} {hashes[2]}; style-src {hashes[0]}; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        ),
        title=visible(f"图谱：{'、'.join(names[:3])}{f' 等 {len(names)} 个' if len(names) > 3 else ''}"),
        about=visible(_about(picture, hops, data_version, as_of)),
        cut=_cut(picture),
        vis_version=VIS,
        licence=_LICENCE,
        style=style,
        data=_json(data),
        library=library,
        program=program,
    )


def _network(picture: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    """Nodes, edges and options as pyvis has them for vis-network."""
    from pyvis.network import Network  # brings a notebook along: only who wants the file waits for it

    net = Network(directed=True)
    ends = [(edge["source"], edge["target"]) for edge in picture["edges"]]
    ids = [node["id"] for node in picture["nodes"]]
    at = places(ids, [box_width(visible(node["name"])) for node in picture["nodes"]], ends, picture["starts"])
    for id_ in ids:
        net.add_node(id_, label=" ", shape="custom", x=at[id_][0], y=at[id_][1])
    between: Counter[frozenset[str]] = Counter()
    for edge, (start, end) in zip(picture["edges"], ends, strict=True):
        pair = frozenset((start, end))
        net.add_edge(start, end, id=edge["id"], smooth=_bend(between[pair], start < end))
        between[pair] += 1
    net.set_options(json.dumps(_OPTIONS))
    nodes, edges, *_ = net.get_network_data()
    kept = [{name: node[name] for name in ("id", "label", "x", "y")} for node in nodes]
    return kept, [{name: edge[name] for name in ("id", "from", "to", "smooth")} for edge in edges], dict(_OPTIONS)


def _bend(nth: int, forward: bool) -> dict[str, Any] | bool:
    """The first of several edges between two nodes is straight, the others bend away to either side in turn."""
    if nth == 0:
        return False
    side = (nth % 2 == 1) == forward
    return {"enabled": True, "type": "curvedCW" if side else "curvedCCW", "roundness": 0.12 * ((nth + 1) // 2)}


def _about(picture: dict[str, Any], hops: int, data_version: str, as_of: str) -> str:
    reviews = Counter(edge["review"] for edge in picture["edges"])
    said = [f"{len(picture['nodes'])} 个点", f"{len(picture['edges'])} 条关系", f"走 {hops} 步"]
    if reviews["candidate"]:
        said.append(f"其中候选 {reviews['candidate']} 条，不计入分析")
    said.append("地区、文件、产业链只到它们为止，不再往外走")
    if data_version:
        said.append(f"数据版本 {data_version}" + (f"，最近载入 {as_of[:16].replace('T', ' ')}" if as_of else ""))
    return " · ".join(said)


def _cut(picture: dict[str, Any]) -> str:
    if not picture["left_out"]:
        return ""
    further = f"；再往外 {picture['not_gone']} 步没有走" if picture["not_gone"] else ""
    return f"截断：还有 {picture['left_out']} 个点没有画（近的、已采信的、连得多的先画）{further}"


def _json(value: object) -> str:
    """JSON that cannot end the element it stands in; half a surrogate pair has no UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _read(name: str) -> str:
    return resources.files("viz.graph").joinpath(name).read_text(encoding="utf-8")


@cache
def _program() -> str:
    """The modules of the page as one script: each in a function of its own, as none may be fetched."""
    folder = resources.files("viz.web").joinpath("static", "js", "graph")
    texts = {name: folder.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in _MODULES}
    made = [_wrapped(name, text) for name, text in texts.items()]
    return "\n".join(['"use strict";', *made, _wrapped("file", _read("file.js"))]) + "\n"


def _wrapped(name: str, text: str) -> str:
    body = _IMPORT.sub(r"const {\1} = liantu_\2;", text)
    given = ", ".join(_EXPORT.findall(body))
    plain = re.sub(r"^export ", "", body, flags=re.MULTILINE)
    return f"const liantu_{name} = (function () {{\n{plain}\nreturn {{ {given} }};\n}})();"


@cache
def _library() -> str:
    """Return vis-network.

    Raises:
        LiantuError: pyvis does not ship it.
    """
    try:
        file = resources.files("pyvis").joinpath("lib", f"vis-{VIS}", "vis-network.min.js")
        text = file.read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise LiantuError(
            f"pyvis 里没有 vis-network {VIS}",
            f"pyvis does not bring vis-network {VIS}",
            do_zh="请重新安装 pyvis 0.3.2",
            do_en="Install pyvis 0.3.2 again",
        ) from error
    # A map of the sources would be fetched by whoever opens the developer's tools.
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE).replace("</script", "<\\/script")
