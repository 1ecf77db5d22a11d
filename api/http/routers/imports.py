"""Imports: files that are sent, loaded by jobs in turn; mappings, empty forms, and proposed mappings."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import Response
from typing_extensions import TypedDict

from api.access.caller import Caller as Who
from api.access.scopes import Scope, needs
from api.http.call import Call, Caller, Paged
from api.http.errors import BodyInvalid, ParameterInvalid
from api.http.formats import TABLE
from api.http.job_rows import accepted
from api.http.openapi import answers, rows
from api.http.problems import ROOT
from api.http.routers.jobs import Asked, jobs_of, taken
from api.http.uploads import Sent, receive
from graph.errors import NotFound
from loaders.tables.mapping import read_mapping, shipped

router = APIRouter(prefix=f"{ROOT}/imports", tags=["imports"], default_response_class=Response)
Sender = Annotated[Who, needs(Scope.LOAD, upload=True)]
Named = Annotated[Call, Depends(Caller(*TABLE, stored=False))]
Workbook = Annotated[Call, Depends(Caller("xlsx", stored=False))]
PARTS = ("file", "mapping", "decisions")
_BINARY = {"type": "string", "format": "binary"}
_UNREAD = "QuotaExceeded UnreadableFile TemplateError"
_ROWS = "企业名称,镇街,行业代码,主要产品\n中山测试电机有限公司,小榄镇,3812,电机\n"


class MappingColumn(TypedDict):
    """A column that a mapping reads, and by which other headings it is known."""

    name: str
    kind: str
    required: bool
    also: list[str]


class MappingRow(TypedDict):
    """A mapping that ships: how a register is read, and where its empty form is."""

    name: str
    title: str
    about: str
    columns: list[MappingColumn]
    form: str


class Wanted(BaseModel):
    """How what is sent is to be read; the same names stand in the address or in the form."""

    model_config = ConfigDict(extra="forbid")

    form: Annotated[
        Literal["table", "letter", "chain", "places", "decisions", "export"], Field(description="是什么 · what it is")
    ] = "table"
    mapping: Annotated[str, Field(max_length=200, description="自带映射的名字 · a mapping that ships")] = ""
    name: Annotated[str, Field(max_length=1_000, description="文件叫什么 · what the file is called")] = ""
    key: Annotated[str, Field(max_length=200, description="来源的键，默认用文件名 · key of the source")] = ""
    replace: Annotated[bool, Field(description="确要替换同名来源 · take the place of a source of the same name")] = (
        False
    )
    dry_run: Annotated[bool, Field(description="只看会变什么，不写入 · only say what would change")] = False
    complete: Annotated[bool, Field(description="声明名录完整 · declare the list complete")] = False
    covers: Annotated[str, Field(max_length=4_000, description="覆盖的行业代码或环节 · what the list covers")] = ""
    as_of: Annotated[str, Field(max_length=100, description="名录截至哪一天 · its day")] = ""
    declared_by: Annotated[str, Field(max_length=200, description="谁声明的 · the office that declares it")] = ""


def _sent_as(*parts: str, words: bool = True) -> dict[str, Any]:
    fields = Wanted.model_json_schema()["properties"] if words else {}
    form = {
        "type": "object",
        "required": ["file"],
        "properties": {**dict.fromkeys(parts, _BINARY), **{k: v for k, v in fields.items() if k not in parts}},
    }
    content = {"multipart/form-data": {"schema": form}, "application/octet-stream": {"schema": _BINARY}}
    return {"requestBody": {"required": True, "content": content}}


@router.post(
    "",
    status_code=202,
    responses=taken(f"/imports?mapping=firms&name=firms.csv&dry_run=true @{_ROWS}", f"{_UNREAD} NotFound"),
    summary="载入一份文件 · import a file",
    openapi_extra=_sent_as(*PARTS),
)
async def load(call: Asked, request: Request, who: Sender, wanted: Annotated[Wanted, Query()]) -> Response:
    """Take a file and have it loaded, all or nothing; ``dry_run`` only says what would change.

    The body is the file, or a form with ``file`` and perhaps ``mapping`` (YAML)
    or ``decisions`` (YAML); parameters stand in the address or in the form.
    """
    jobs = jobs_of(request)
    sent = await receive(request, jobs, who, PARTS, wanted.name)
    try:
        given = _parameters(request, sent)
        _check_mapping(given, jobs.folder.of(sent.folder) / "sent" / "mapping")
    except BaseException:
        await jobs.aside(lambda: jobs.folder.drop(sent.folder))
        raise
    given["file"] = sent.label
    return await accepted(call, jobs, await jobs.submit("import", who, sent.label, given, folder=sent.folder))


@router.post(
    "/guess",
    status_code=202,
    responses=taken(f"/imports/guess?name=firms.csv @{_ROWS}", _UNREAD),
    summary="猜一份映射 · propose a mapping",
    openapi_extra=_sent_as("file", words=False),
)
async def guess(
    call: Asked, request: Request, who: Sender, name: Annotated[str, Query(max_length=1_000)] = ""
) -> Response:
    """Take a table and have a mapping proposed from its headers, for a person to correct."""
    jobs = jobs_of(request)
    sent = await receive(request, jobs, who, ("file",), name)
    if sent.words:
        await jobs.aside(lambda: jobs.folder.drop(sent.folder))
        raise BodyInvalid("这里只收文件", "only a file is taken here")
    return await accepted(
        call, jobs, await jobs.submit("guess", who, sent.label, {"file": sent.label}, folder=sent.folder)
    )


@router.get(
    "/mappings", responses=rows(of=MappingRow, example="/imports/mappings"), summary="自带的映射 · mappings that ship"
)
async def mappings(call: Named, page: Paged) -> Response:
    """List the mappings that ship, with their columns."""
    return await call.listed([_mapping(name) for name in shipped()], tuple(MappingRow.__annotations__), page)


@router.get(
    "/forms/{name}.xlsx",
    responses=answers("", "xlsx", example="/imports/forms/firms.xlsx"),
    summary="空表 · an empty form",
)
async def form(call: Workbook, request: Request, name: str) -> Response:
    """Return an empty form of a mapping: drop-downs, notes, an example row."""
    from loaders.tables.form import form_workbook
    from loaders.tables.gazetteer import shipped_gazetteer

    mapping = read_mapping(_known(name))
    body = await jobs_of(request).aside(lambda: form_workbook(mapping, shipped_gazetteer()))
    call.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return call.raw(body)


def _mapping(name: str) -> dict[str, Any]:
    found = read_mapping(name)
    columns = [
        {"name": heading, "kind": column.kind, "required": column.required, "also": list(column.also)}
        for heading, column in found.columns.items()
    ]
    place = f"{ROOT}/imports/forms/{name}.xlsx"
    return {"name": name, "title": found.title, "about": found.about, "columns": columns, "form": place}


def _known(name: str) -> str:
    """Return the name of a mapping that ships; no other file can be named from here."""
    if name not in shipped():
        known = "、".join(shipped())
        raise NotFound(
            f"没有映射“{name[:60]}”", f"no mapping {name[:60]!r}", do_zh=f"可用：{known}", do_en=f"Known: {known}"
        )
    return name


def _parameters(request: Request, sent: Sent) -> dict[str, Any]:
    """Return how it is to be read, from address and form; nothing is said twice."""
    asked = dict(request.query_params)
    twice = [name for name in sent.words if name in asked]
    if twice:
        raise ParameterInvalid(f"{twice[0]} 给了两次", f"{twice[0]} is given twice")
    try:
        wanted = Wanted.model_validate({**asked, **sent.words})
    except ValidationError as error:
        unknown = [str(one["loc"][-1]) for one in error.errors() if one["type"] == "extra_forbidden"]
        if unknown:
            raise BodyInvalid(f"表单里没有 {unknown[0][:60]}", f"the form has no {unknown[0][:60]}") from error
        raise RequestValidationError(error.errors()) from error
    given = wanted.model_dump(exclude_defaults=True, exclude={"name"})
    if "covers" in given:
        given["covers"] = [given["covers"]]
    return {"form": wanted.form, **given}


def _check_mapping(given: dict[str, Any], sent: Any) -> None:  # noqa: ANN401 - a path
    if given["form"] != "table":
        return
    if sent.is_dir() and given.get("mapping"):
        raise ParameterInvalid("mapping 给了名字，又发了文件", "mapping is both named and sent")
    if not sent.is_dir():
        if not given.get("mapping"):
            raise ParameterInvalid(
                "参数 mapping 要给出：名录按它来读",
                "parameter mapping is needed: a register is read by it",
                do_zh=f"见 {ROOT}/imports/mappings，或先 POST {ROOT}/imports/guess",
            )
        _known(given["mapping"])
