"""Types of rows and answers. Generated: python -m tests.http.client_maker."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict


class AnswerRowPage(TypedDict):
    data: list[dict[str, Any]]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]
    question: str
    title: str
    parameters: dict[str, Any]


class AskedAgain(TypedDict):
    """A question of the catalogue that gives the facts behind the answer once more."""

    name: str
    title: str
    cypher: str
    parameters: dict[str, str | list[str]]


class AuditLine(TypedDict):
    """One change: who, what, before and after; each holds the hash of the one before."""

    number: int
    at: str
    who: str
    key_id: str
    action: str
    target: str
    before: Any
    after: Any
    previous: str
    hash: str


class AuditLinePage(TypedDict):
    data: list[AuditLine]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class ChainRow(TypedDict):
    """A chain with what stands in it, counted. No firm is not a gap."""

    chain: str
    name: str
    segments: int
    filled: int
    firms: int
    leaders: list[str]
    policies: int
    version: str
    author: str


class ChainRowPage(TypedDict):
    data: list[ChainRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class ChangeRow(TypedDict):
    """One thing that a load added, changed or withdrew, in words too."""

    what: str
    kind: str
    subject: str
    subject_name: str | None
    object: str | None
    object_name: str | None
    before: Any
    after: Any
    words: str
    words_en: str


class ChangeRowPage(TypedDict):
    data: list[ChangeRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class Column(TypedDict):
    """A column of an answer: its name in the query, its headings; ``detail`` ones are for programs, not for tables."""

    name: str
    zh: str
    en: str
    detail: bool


class CypherRowPage(TypedDict):
    data: list[dict[str, Any]]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]
    columns: list[str]
    oversize: bool


class Data(TypedDict):
    data: dict[str, Any]


class DocumentFact(TypedDict):
    """A document as its facts tell it."""

    key: str
    title: str
    form: str
    issuer: str
    number: str
    date: str
    sha256: str
    licence: str
    text: str
    region: str
    url: str
    grade: str
    completeness: Literal["complete", "partial", ""]
    as_of: str
    declared_by: str
    dropped_personal: int


class DocumentRow(TypedDict):
    """A document with how many statements it has; its coverage is what it declares of itself."""

    key: str
    document: str
    title: str | None
    issuer: str | None
    number: str | None
    date: str | None
    form: str | None
    grade: str | None
    url: str | None
    licence: str | None
    region: str | None
    completeness: Literal["complete", "partial", ""] | None
    as_of: str | None
    declared_by: str | None
    covers: list[str] | None
    statements: int


class DocumentRowPage(TypedDict):
    data: list[DocumentRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class DrawnKind(TypedDict):
    """How a kind is shown."""

    zh: str
    sign: tuple[str, str]


class DrawnNode(TypedDict):
    """A thing that is drawn; ``step`` is how far it is from what was asked for."""

    id: str
    key: str
    kind: str
    name: str
    step: int
    aliases: NotRequired[list[str]]
    pinyin: NotRequired[str]
    initials: NotRequired[str]
    sources: NotRequired[list[str]]
    facts: list[tuple[str, str]]


class DrawnQuote(TypedDict):
    """Words that a relation rests on, with what stands before and after."""

    statement: str
    document: str
    section: str
    start: int
    end: int
    text: str
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    review: Literal["accepted", "candidate", "rejected", ""]
    before: str
    after: str
    exact: bool


class EntityFact(TypedDict):
    """A thing that a document speaks of."""

    type: str
    name: str
    aliases: list[str]


class Evidence(TypedDict):
    """A statement or a row: its words (empty for a row), where they stand, whose document (title with number)."""

    statement: str
    document: str
    title: str
    issuer: str
    date: str
    grade: str
    url: str
    place: str
    quote: str
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    review: Literal["accepted", "candidate", "rejected", ""]


EvidenceTier: TypeAlias = Literal["document", "register", "national"]


Family: TypeAlias = Literal["parameters", "measures", "twice", "less", "more"]


class Figure(TypedDict):
    """A figure as it stands in the graph, with its words."""

    subject: str
    subject_name: str
    metric: str
    qualifier: str
    value: str
    unit: str
    number: float | None
    number_unit: str
    period: str
    scope: str
    review: Literal["accepted", "candidate", "rejected", ""]
    document: str
    section: str
    start: int
    end: int
    quote: str
    statement: str


class FirmLine(TypedDict):
    """A firm or platform that a rule places in a segment; ``counted`` says whether it counts as a supplier."""

    key: str
    name: str
    rule: str
    rule_zh: str
    term: str
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    review: Literal["accepted", "candidate", "rejected", ""]
    counted: bool
    share: float | None
    place: str
    statements: list[str]


class FirmOfPair(TypedDict):
    """One of two firms, and the words that name it."""

    key: str
    name: str
    statement: str
    quote: str


class FoundLine(TypedDict):
    """A thing that was found, and which of its names fits."""

    key: str
    kind: str
    kind_zh: str
    name: str
    matched: str
    how: str
    level: int
    node: str


class FoundLinePage(TypedDict):
    data: list[FoundLine]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]
    cut_at: NotRequired[int]


GapClass: TypeAlias = Literal["insufficient", "missing", "single", "weak", "strong", "present"]


class GapFigure(TypedDict):
    """A gap of a sector in 亿元: requirement R, gap G, ratio g, with the interval and error of the local share. ``low`` and ``high`` are of G, ``ratio_low`` and ``ratio_high`` of g; None where the method gives no interval. ``error`` is the mean absolute error of the share as it was measured on provinces left out; None where nobody measured it."""

    sector: str
    codes: list[str]
    grain: str
    requirement: float
    amount: float
    low: float | None
    high: float | None
    ratio: float
    ratio_low: float | None
    ratio_high: float | None
    method: str
    level: float | None
    error: float | None
    table: str
    region: str
    statements: list[str]
    notes: list[str]


class GapParameters(TypedDict):
    """Thresholds, printed with every result. ``single_share`` is the part of a chain's segments that is "the top" when single dependence is judged; ``extension_share`` the least share of direct inputs made here that makes an absent segment an 延链机会."""

    single_share: float
    weak_gap: float
    weak_quotient: float
    strong_quotient: float
    minimum_suppliers: float
    extension_share: float
    region: str


class Geometry(TypedDict):
    """用户自己的边界给的图形（RFC 7946，WGS 84 经度在前）；没有边界就是 null · from the user's own boundaries, null without them"""

    type: Literal[
        "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"
    ]
    coordinates: NotRequired[list[Any]]


Grain: TypeAlias = Literal["equal", "finer", "several", "none"]


class GraphEdge(TypedDict):
    """图里的一条关系和它的依据 · an edge with the statements that it rests on"""

    source: str
    target: str
    zh: str
    kind: str
    statements: NotRequired[list[str]]
    status: NotRequired[Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]]
    review: NotRequired[Literal["accepted", "candidate", "rejected", ""]]
    sources: NotRequired[list[str]]
    as_written: NotRequired[str]
    input_kind: NotRequired[str]
    basis: NotRequired[str]
    basis_sources: NotRequired[list[str]]
    coefficient: NotRequired[float]
    chains: NotRequired[list[str]]
    local_name: NotRequired[str]
    position: NotRequired[str]
    stage: NotRequired[str]
    parent: NotRequired[str]
    rank: NotRequired[int]
    rule: NotRequired[str]
    term: NotRequired[str]
    share: NotRequired[float]


class GraphNode(TypedDict):
    """图里的一个节点；没有的属性不写 · a node; empty properties are left out"""

    id: str
    kind_zh: str
    mark: str
    key: str
    kind: str
    name: str
    aliases: NotRequired[list[str]]
    sources: NotRequired[list[str]]
    code: NotRequired[str]
    form: NotRequired[str]
    note: NotRequired[str]
    version: NotRequired[str]
    author: NotRequired[str]
    scope: NotRequired[str]
    products: NotRequired[list[str]]
    gbt4754: NotRequired[list[str]]
    why: NotRequired[str]
    credit_code: NotRequired[str]
    number: NotRequired[str | float]
    issued: NotRequired[str]
    valid_until: NotRequired[str]
    state: NotRequired[str]
    started: NotRequired[str]
    finished: NotRequired[str]
    title: NotRequired[str]
    issuer: NotRequired[str]
    date: NotRequired[str]
    url: NotRequired[str]
    grade: NotRequired[str]
    sha256: NotRequired[str]
    licence: NotRequired[str]
    region: NotRequired[str]
    completeness: NotRequired[Literal["complete", "partial", ""]]
    as_of: NotRequired[str]
    declared_by: NotRequired[str]
    covers: NotRequired[list[str]]
    mapping: NotRequired[str]
    dropped_personal: NotRequired[int]
    document: NotRequired[str]
    start_offset: NotRequired[int]
    end_offset: NotRequired[int]
    section: NotRequired[str]
    quote: NotRequired[str]
    subject: NotRequired[str]
    subject_name: NotRequired[str]
    predicate: NotRequired[str]
    object: NotRequired[str]
    object_name: NotRequired[str]
    metric: NotRequired[str]
    value: NotRequired[str]
    unit: NotRequired[str]
    status: NotRequired[Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]]
    period: NotRequired[str]
    qualifier: NotRequired[str]
    extractor: NotRequired[str]
    confidence: NotRequired[float]
    review: NotRequired[Literal["accepted", "candidate", "rejected", ""]]
    reviewer: NotRequired[str]
    reviewed_at: NotRequired[str]
    reason: NotRequired[str]
    number_high: NotRequired[float]
    normal: NotRequired[float]
    normal_unit: NotRequired[str]
    statement: NotRequired[str]


class GraphPart(TypedDict):
    """节点和它们之间的关系 · nodes and the edges between them"""

    nodes: list[GraphNode]
    edges: list[GraphEdge]


class GraphPartItem(TypedDict):
    data: GraphPart
    data_version: str
    as_of: str
    query: dict[str, str]


class GroupName(TypedDict):
    """A group of questions."""

    zh: str
    en: str
    name: str


class Health(TypedDict):
    """The process answers."""

    status: str
    version: str


class HeldCounts(TypedDict):
    """How many different segments and firms hang on it, over all chains."""

    cut: int
    leaders_cut: int
    direct: int
    indirect: int
    leaders: int


class Hold(TypedDict):
    """What hangs on a segment in one chain; only what is known to be made here, only firms that count. ``direct`` take it, ``indirect`` depend on it through others, ``cut`` lose every path of inputs without it. ``leaders`` are chain leaders in any of these, ``leaders_cut`` those in segments that are cut off."""

    chain: str
    chain_name: str
    name: str
    direct: list[str]
    indirect: list[str]
    cut: list[str]
    leaders: list[str]
    leaders_cut: list[str]


class InputEdge(TypedDict):
    """``start`` is a direct input of ``end``; ``basis`` is ``stated`` or ``engineering``, ``cited`` who states it."""

    start: str
    end: str
    kind: str
    basis: str
    statement: str
    cited: list[str]


class Item(TypedDict):
    data: dict[str, Any]
    data_version: str
    as_of: str
    query: dict[str, str]


class JobFile(TypedDict):
    """A file that a job made, and where it is fetched."""

    name: str
    title: str
    media_type: str
    size: int
    href: str | None


class KeptShare(TypedDict):
    """In how many runs something stays so, of how many."""

    kept: int
    runs: int
    share: float | None


class Line(TypedDict):
    """One coefficient times the output: what ``output_code`` takes of the demand's product. ``flow`` and ``total`` are the table's cells in 万元, ``coefficient`` their quotient, ``low`` and ``high`` the requirement in 亿元. Where the table gives no coefficient these are None, and ``refused`` says why."""

    output_code: str
    output_name: str
    flow: float
    total: float
    coefficient: float | None
    low: float | None
    high: float | None
    refused: str


class Link(TypedDict):
    """A tie of a firm to somebody or something here; ``kind`` is customer, group, invested or invited."""

    kind: str
    relation: str
    other: str
    other_name: str
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    review: Literal["accepted", "candidate", "rejected", ""]
    evidence: Evidence


List: TypeAlias = list[dict[str, Any]]


class LoadRow(TypedDict):
    """A load that changed something; ``first`` says that it brought its source in."""

    load: str
    at: str
    source: str
    first: bool
    came: int
    altered: int
    gone: int
    counts: dict[str, dict[str, int]]


class LoadRowPage(TypedDict):
    data: list[LoadRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class Made(TypedDict):
    """Something of the segment that a firm makes, or the fact that puts it there (``product`` is then empty). ``rule`` and ``term`` tie it to the segment."""

    product: str
    rule: str
    term: str
    review: Literal["accepted", "candidate", "rejected", ""]
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    tier: EvidenceTier
    evidence: Evidence


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


class MappingRowPage(TypedDict):
    data: list[MappingRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class MultiplierRow(TypedDict):
    """A sector with its output multiplier, linkages and extraction loss."""

    sector: str
    output: float
    backward: float
    backward_relative: float
    sensitivity: float
    forward: float | None
    extraction: float


class MultiplierRowPage(TypedDict):
    data: list[MultiplierRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]
    source: str
    unit: str
    flows: str
    radius: float
    cautions: list[str]


class Named(TypedDict):
    """A thing by key and name."""

    key: str
    name: str


class Neighbour(TypedDict):
    """A firm or cluster in another city of the area, and what says so. ``level`` is ``segment`` or ``chain``; ``rule`` and ``term`` tie it to that. ``grade`` is A for an authority's page, B for a newspaper's or operator's own; empty for a letter or a register's row. ``quote`` is empty for a row."""

    kind: str
    key: str
    name: str
    city: str
    level: str
    rule: str
    term: str
    source: str
    document: str
    issuer: str
    date: str
    grade: str
    statement: str
    quote: str


class NodeAnswer(TypedDict):
    """一个节点：全部属性，每份来源说了什么，关系和依据在哪里 · a node with what each source says of it"""

    key: str
    kind: str
    name: str
    aliases: NotRequired[list[str] | None]
    pinyin: NotRequired[str | None]
    initials: NotRequired[str | None]
    sources: NotRequired[list[str] | None]
    contributions: dict[str, Any]
    code: NotRequired[str | None]
    form: NotRequired[str | None]
    note: NotRequired[str | None]
    version: NotRequired[str | None]
    author: NotRequired[str | None]
    scope: NotRequired[str | None]
    products: NotRequired[list[str] | None]
    gbt4754: NotRequired[list[str] | None]
    why: NotRequired[str | None]
    credit_code: NotRequired[str | None]
    number: NotRequired[str | float | None]
    issued: NotRequired[str | None]
    valid_until: NotRequired[str | None]
    state: NotRequired[str | None]
    started: NotRequired[str | None]
    finished: NotRequired[str | None]
    title: NotRequired[str | None]
    issuer: NotRequired[str | None]
    date: NotRequired[str | None]
    url: NotRequired[str | None]
    grade: NotRequired[str | None]
    sha256: NotRequired[str | None]
    licence: NotRequired[str | None]
    text: NotRequired[str | None]
    region: NotRequired[str | None]
    completeness: NotRequired[Literal["complete", "partial", ""] | None]
    as_of: NotRequired[str | None]
    declared_by: NotRequired[str | None]
    covers: NotRequired[list[str] | None]
    mapping: NotRequired[str | None]
    dropped_personal: NotRequired[int | None]
    document: NotRequired[str | None]
    start_offset: NotRequired[int | None]
    end_offset: NotRequired[int | None]
    section: NotRequired[str | None]
    quote: NotRequired[str | None]
    subject: NotRequired[str | None]
    subject_name: NotRequired[str | None]
    predicate: NotRequired[str | None]
    object: NotRequired[str | None]
    object_name: NotRequired[str | None]
    metric: NotRequired[str | None]
    value: NotRequired[str | None]
    unit: NotRequired[str | None]
    status: NotRequired[Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""] | None]
    period: NotRequired[str | None]
    qualifier: NotRequired[str | None]
    extractor: NotRequired[str | None]
    confidence: NotRequired[float | None]
    review: NotRequired[Literal["accepted", "candidate", "rejected", ""] | None]
    reviewer: NotRequired[str | None]
    reviewed_at: NotRequired[str | None]
    reason: NotRequired[str | None]
    number_high: NotRequired[float | None]
    normal: NotRequired[float | None]
    normal_unit: NotRequired[str | None]
    statement: NotRequired[str | None]
    kind_zh: str
    links: dict[str, str]


class NodeAnswerItem(TypedDict):
    data: NodeAnswer
    data_version: str
    as_of: str
    query: dict[str, str]


class NodeRow(TypedDict):
    """一种节点的一行：有的属性只有某些类型有 · a node of the kind asked for, with the properties of that kind"""

    key: str
    name: str
    aliases: NotRequired[list[str] | None]
    pinyin: NotRequired[str | None]
    initials: NotRequired[str | None]
    sources: NotRequired[list[str] | None]
    code: NotRequired[str | None]
    form: NotRequired[str | None]
    note: NotRequired[str | None]
    version: NotRequired[str | None]
    author: NotRequired[str | None]
    scope: NotRequired[str | None]
    products: NotRequired[list[str] | None]
    gbt4754: NotRequired[list[str] | None]
    why: NotRequired[str | None]
    credit_code: NotRequired[str | None]
    number: NotRequired[str | float | None]
    issued: NotRequired[str | None]
    valid_until: NotRequired[str | None]
    state: NotRequired[str | None]
    started: NotRequired[str | None]
    finished: NotRequired[str | None]
    title: NotRequired[str | None]
    issuer: NotRequired[str | None]
    date: NotRequired[str | None]
    url: NotRequired[str | None]
    grade: NotRequired[str | None]
    sha256: NotRequired[str | None]
    licence: NotRequired[str | None]
    region: NotRequired[str | None]
    completeness: NotRequired[Literal["complete", "partial", ""] | None]
    as_of: NotRequired[str | None]
    declared_by: NotRequired[str | None]
    covers: NotRequired[list[str] | None]
    mapping: NotRequired[str | None]
    dropped_personal: NotRequired[int | None]
    document: NotRequired[str | None]
    start_offset: NotRequired[int | None]
    end_offset: NotRequired[int | None]
    section: NotRequired[str | None]
    quote: NotRequired[str | None]
    subject: NotRequired[str | None]
    subject_name: NotRequired[str | None]
    predicate: NotRequired[str | None]
    object: NotRequired[str | None]
    object_name: NotRequired[str | None]
    metric: NotRequired[str | None]
    value: NotRequired[str | None]
    unit: NotRequired[str | None]
    status: NotRequired[Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""] | None]
    period: NotRequired[str | None]
    qualifier: NotRequired[str | None]
    extractor: NotRequired[str | None]
    confidence: NotRequired[float | None]
    review: NotRequired[Literal["accepted", "candidate", "rejected", ""] | None]
    reviewer: NotRequired[str | None]
    reviewed_at: NotRequired[str | None]
    reason: NotRequired[str | None]
    number_high: NotRequired[float | None]
    normal: NotRequired[float | None]
    normal_unit: NotRequired[str | None]
    statement: NotRequired[str | None]


class NodeRowPage(TypedDict):
    data: list[NodeRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]
    kind: str


class Opening(TypedDict):
    """A list that would cover segments if it were complete for these codes of GB/T 4754. ``codes`` go by the number of those segments that need them. ``answered`` are the segments that then have another class than 数据不足 even if the list names nobody: firms are known, or a segment made here takes them."""

    list_name: str
    codes: list[str]
    segments: list[str]
    answered: list[str]


class OutputProduct(TypedDict):
    """A product that an output may consist of."""

    code: str
    name: str
    gbt4754: list[str]


class Page(TypedDict):
    data: list[dict[str, Any]]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class PairDecided(TypedDict):
    """What was decided of two names, and the tag of that."""

    decision: dict[str, Any]
    etag: str


class PairDecidedData(TypedDict):
    data: PairDecided


class PairRow(TypedDict):
    """Two firms that may be one, by a rule that can be shown."""

    firms: list[FirmOfPair]
    rule: str
    reason: str
    term: str


class PairRowPage(TypedDict):
    data: list[PairRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class Problem(TypedDict):
    """问题（RFC 9457）· a problem"""

    type: str
    title: str
    status: int
    code: str
    detail: str
    instance: NotRequired[str]


class ProblemCode(TypedDict):
    """A kind of problem."""

    code: str
    status: int
    zh: str
    en: str
    about: str


class ProblemCodes(TypedDict):
    """All kinds of problem."""

    data: list[ProblemCode]


class ProblemKind(TypedDict):
    """One kind of problem."""

    data: ProblemCode


class Progress(TypedDict):
    """How far a job is: how much of how much (0 where unknown), and in words."""

    done: int
    total: int
    sentence: str


class QuestionParameter(TypedDict):
    """A parameter of a question; one that is required has no default."""

    name: str
    type: str
    default: Any
    zh: str
    en: str
    required: bool


class Quote(TypedDict):
    """A verbatim quote with its place: document key, span in its canonical text, section. ``term`` is the word of it that names the segment, where one does; ``subject`` and ``object`` are the keys of what a statement speaks of."""

    statement: str
    document: str
    document_title: str
    section: str
    start: int
    end: int
    text: str
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    review: Literal["accepted", "candidate", "rejected", ""]
    predicate: str
    term: str
    subject: str
    object: str


class QuotientFigure(TypedDict):
    """A location quotient of a sector, and what must be printed with it."""

    value: float
    sector: str
    codes: list[str]
    grain: str
    region: str
    reference: str
    statements: list[str]
    notes: list[str]


class QuotientRow(TypedDict):
    """A sector of a region with its location quotient."""

    sector: str
    region: str
    figure: float
    reference: float
    quotient: float | None
    flq: float | None
    share_low: float | None
    share_high: float | None
    note: str


class ReadyAnswer(TypedDict):
    """The store can be read, and what its data version is."""

    status: str
    version: str
    data_version: str
    as_of: str


class ReferenceRow(TypedDict):
    """A table that ships, and where its figures are."""

    name: str
    title: str
    multipliers: str
    quotients: str | None


class ReferenceRowPage(TypedDict):
    data: list[ReferenceRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


RegionAbout = TypedDict(
    "RegionAbout",
    {
        "region": str,
        "share": float,
        "gini": float,
        "delta": NotRequired[float],
        "lambda": NotRequired[float],
        "trade_shares": NotRequired[list[list[float]]],
    },
)


class RelationFact(TypedDict):
    """A relation that a document states, with its words and their place."""

    subject: str
    subject_type: str
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    status_zh: str
    review: Literal["accepted", "candidate", "rejected", ""]
    quote: str
    start: int
    end: int
    section: str
    key: str
    extractor: str
    confidence: NotRequired[float]
    reason: NotRequired[str]
    predicate: str
    object: str
    object_type: str


Review: TypeAlias = Literal["accepted", "candidate", "rejected"]


class SegmentLine(TypedDict):
    """A segment as the chain's template places it."""

    key: str
    name: str
    position: str
    stage: str
    parent: str
    rank: int


class SessionAnswer(TypedDict):
    """Who asks: a key by its name, or whoever may read without one; a session also has the token of its writes."""

    known: bool
    name: str
    key_id: str
    scope: str
    session: bool
    csrf: NotRequired[str]
    until: NotRequired[str]


class SessionAnswerData(TypedDict):
    data: SessionAnswer


class Source(TypedDict):
    """A document and the coverage that it declares. ``covers`` holds segment keys and GB/T 4754 codes, ``consulted`` the offices that the document says it was agreed with. Only ``completeness == "complete"`` lets "no firm" mean anything."""

    key: str
    title: str
    issuer: str
    form: str
    region: str
    completeness: Literal["complete", "partial", ""]
    as_of: str
    declared_by: str
    covers: list[str]
    date: str
    grade: str
    url: str
    consulted: list[str]


StableRow = TypedDict(
    "StableRow",
    {
        "segment": str,
        "name": str,
        "class": GapClass,
        "gap_place": int,
        "check_place": int,
        "other_classes": dict[GapClass, int],
        "upset_by": list[str],
        "class_kept": dict[str, KeptShare],
        "in_gaps": dict[str, KeptShare],
        "in_checks": dict[str, KeptShare],
        "extension_kept": dict[str, KeptShare],
    },
)


State: TypeAlias = Literal["queued", "running", "done", "failed", "cancelled"]


class Stated(TypedDict):
    """An output as a source states it. ``yuan`` is its value in 元, ``yuan_high`` the upper end where the source gives a range (else the same). ``quote`` is empty for a row of a table, whose place stands in ``statement``."""

    subject: str
    subject_name: str
    metric: str
    value: str
    unit: str
    qualifier: str
    yuan: float
    yuan_high: float
    period: str
    scope: str
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    review: Literal["accepted", "candidate", "rejected", ""]
    document: str
    document_title: str
    statement: str
    quote: str
    section: str


class StatementAnswer(TypedDict):
    """A statement, and where its document is."""

    key: str
    document: str
    section: str | None
    start: int | None
    end: int | None
    quote: str | None
    subject: str
    subject_name: str | None
    predicate: str
    object: str | None
    object_name: str | None
    metric: str | None
    value: str | None
    unit: str | None
    scope: str | None
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""] | None
    period: str | None
    as_of: str | None
    qualifier: str | None
    review: Literal["accepted", "candidate", "rejected", ""]
    confidence: float | None
    extractor: str | None
    reviewed_at: str | None
    reason: str | None
    links: dict[str, str]


class StatementAnswerItem(TypedDict):
    data: StatementAnswer
    data_version: str
    as_of: str
    query: dict[str, str]


class StatementRow(TypedDict):
    """One claim of one document with its words and their place; a relation, or a figure."""

    key: str
    document: str
    section: str | None
    start: int | None
    end: int | None
    quote: str | None
    subject: str
    subject_name: str | None
    predicate: str
    object: str | None
    object_name: str | None
    metric: str | None
    value: str | None
    unit: str | None
    scope: str | None
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""] | None
    period: str | None
    as_of: str | None
    qualifier: str | None
    review: Literal["accepted", "candidate", "rejected", ""]
    confidence: float | None
    extractor: str | None
    reviewed_at: str | None
    reason: str | None


class StatementRowPage(TypedDict):
    data: list[StatementRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class StatementsPage(TypedDict):
    """Which of a document's statements are shown."""

    total: int
    offset: int
    truncated: bool


class StatisticFact(TypedDict):
    """A figure that a document states, with its words and their place."""

    subject: str
    subject_type: str
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    status_zh: str
    review: Literal["accepted", "candidate", "rejected", ""]
    quote: str
    start: int
    end: int
    section: str
    key: str
    extractor: str
    confidence: NotRequired[float]
    reason: NotRequired[str]
    metric: str
    value: str
    unit: str
    number: float | None
    number_high: float | None
    normal: float | None
    normal_unit: str
    scope: NotRequired[str]
    period: str
    qualifier: str


Status: TypeAlias = Literal["done", "signed", "applied", "planned", "proposed", "forecast"]


class Step(TypedDict):
    """One edge of a path, walked from ``start`` to ``end``; ``forward`` says whether it points that way."""

    start: str
    start_name: str
    relation: str
    zh: str
    forward: bool
    end: str
    end_name: str
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    statements: list[str]


class SupposedFirm(TypedDict):
    """A firm that is supposed to be in a segment, or not to be."""

    firm: str
    name: str
    segment: str


class TargetLine(TypedDict):
    """A firm of another place and what it makes of the segment: a lead, with its rows or words."""

    key: str
    name: str
    place: str
    named_here: bool
    cities: list[str]
    links: list[Link]
    products: list[str]
    made: list[Made]


class TargetLinePage(TypedDict):
    data: list[TargetLine]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]
    segment: str
    name: str
    chains: list[str]
    here: list[Named]
    order: str


class Tie(TypedDict):
    """An input edge with the names of its ends; ``local`` says whether the far end is made here."""

    edge: InputEdge
    start_name: str
    end_name: str
    local: bool


Tier: TypeAlias = Literal["T0", "T1", "T2"]


class Unused(TypedDict):
    """A stated figure that is not taken for an output here, and why; ``chains`` are those about its industry."""

    figure: Stated
    reason: str
    chains: list[str]


Verdict: TypeAlias = Literal["supplied", "missing", "unknown"]


class WaitingRow(TypedDict):
    """A statement with the tag of its state, to be sent back as ``If-Match``."""

    key: str
    document: str
    section: str | None
    start: int | None
    end: int | None
    quote: str | None
    subject: str
    subject_name: str | None
    predicate: str
    object: str | None
    object_name: str | None
    metric: str | None
    value: str | None
    unit: str | None
    scope: str | None
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""] | None
    period: str | None
    as_of: str | None
    qualifier: str | None
    review: Literal["accepted", "candidate", "rejected", ""]
    confidence: float | None
    extractor: str | None
    reviewed_at: str | None
    reason: str | None
    etag: str
    links: dict[str, str]


class WaitingRowItem(TypedDict):
    data: WaitingRow
    data_version: str
    as_of: str
    query: dict[str, str]


class WaitingRowPage(TypedDict):
    data: list[WaitingRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class Words(TypedDict):
    """The same in Chinese and English."""

    zh: str
    en: str


class CypherBody(TypedDict):
    query: str
    parameters: NotRequired[dict[str, Any]]
    limit: NotRequired[int]
    seconds: NotRequired[float]


class PostChainWhatIfBody(TypedDict):
    """What is supposed: firms more or less, complete lists more, other thresholds. Nothing is stored."""

    add: NotRequired[list[str]]
    remove: NotRequired[list[str]]
    complete: NotRequired[list[str]]
    set: NotRequired[dict[str, float | str]]


class PostExportsBody(TypedDict):
    """An export as a file: what, as what, with candidates or without, compressed or not."""

    what: NotRequired[Literal["all", "nodes", "edges"]]
    format: NotRequired[Literal["", "ndjson", "graphml", "csv"]]
    review: NotRequired[Literal["accepted", "all"]]
    gzip: NotRequired[bool]


class Changes(TypedDict):
    """What a correction says otherwise; what is not named stays."""

    subject: NotRequired[dict[Literal["kind", "name"], str] | None]
    predicate: NotRequired[str | None]
    object: NotRequired[dict[Literal["kind", "name"], str] | None]
    figure: NotRequired[dict[Literal["metric", "value", "unit", "scope"], str] | None]
    status: NotRequired[str | None]
    period: NotRequired[str | None]
    as_of: NotRequired[str | None]
    qualifier: NotRequired[str | None]


class Decision(TypedDict):
    """A decision that names its statement, and the state in which it was seen."""

    decision: Literal["accept", "reject", "edit"]
    reason: NotRequired[str]
    changes: NotRequired[Changes | None]
    statement: str
    etag: NotRequired[str]


class PostReviewBody(TypedDict):
    """Several decisions: all of them are taken, or none."""

    decisions: list[Decision]


class PostReviewPairsBody(TypedDict):
    """Whether two names (or keys) are one firm, and why."""

    first: str
    second: str
    verdict: Literal["same", "different"]
    reason: str


class PostReviewStatementBody(TypedDict):
    """A decision on a statement; a rejection needs a reason, an edit says what is otherwise."""

    decision: Literal["accept", "reject", "edit"]
    reason: NotRequired[str]
    changes: NotRequired[Changes | None]


class PostSessionBody(TypedDict):
    key: str


class PostStabilityBody(TypedDict):
    """How stable the answers are: of a chain or of all, the first k, with other thresholds."""

    chain: NotRequired[str]
    top: NotRequired[int]
    set: NotRequired[dict[str, float | str]]


class PostWhatIfBody(TypedDict):
    """What is supposed: firms more or less, complete lists more, other thresholds. Nothing is stored."""

    add: NotRequired[list[str]]
    remove: NotRequired[list[str]]
    complete: NotRequired[list[str]]
    set: NotRequired[dict[str, float | str]]


BottleneckRow = TypedDict(
    "BottleneckRow",
    {
        "segment": str,
        "name": str,
        "class": GapClass,
        "suppliers": int,
        "chains": int,
        "holds": list[Hold],
        "counts": HeldCounts,
    },
)


class BottlenecksAnswer(TypedDict):
    """The first bottlenecks, and how many there are."""

    chain: str
    total: int
    idle: int
    local: int
    rows: list[BottleneckRow]
    names: dict[str, str]
    parameters: GapParameters


class BottlenecksAnswerItem(TypedDict):
    data: BottlenecksAnswer
    data_version: str
    as_of: str
    query: dict[str, str]


class Cell(TypedDict):
    """What one source covers of one chain, counted in segments. ``whole`` are those that its declaration takes in alone, ``part`` those of which it declares some of the candidate codes, ``named`` those of which it names a firm or that it speaks of. ``counts`` says that it is complete and speaks for the region: only then do ``whole`` segments have an answer."""

    source: Source
    whole: int
    part: int
    named: int
    counts: bool


class ChainCoverage(TypedDict):
    """One chain: its segments, those that complete sources cover, those that any source names, and who gives what."""

    key: str
    name: str
    segments: int
    covered: int
    named: int
    cells: list[Cell]


class ChainCoveragePage(TypedDict):
    data: list[ChainCoverage]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]
    region: str
    openings: list[Opening]
    several: list[str]
    uncoded: list[str]
    names: dict[str, str]


class Conflict(TypedDict):
    """Two figures that do not agree. ``kind`` says how near they are, ``why`` what to look at."""

    kind: str
    why: str
    first: Figure
    second: Figure


class ConflictPage(TypedDict):
    data: list[Conflict]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class DecidedAnswer(TypedDict):
    """A statement that was decided on, before and after; the key of a corrected one is new."""

    statement: str
    etag: str
    before: StatementRow
    after: StatementRow


class DecidedAnswerData(TypedDict):
    data: DecidedAnswer


class DecidedAnswers(TypedDict):
    """Several statements that were decided on."""

    decided: list[DecidedAnswer]


class DecidedAnswersOrDecidedAnswerData(TypedDict):
    data: DecidedAnswers | DecidedAnswer


class Demand(TypedDict):
    """What a stated output takes of one product, in 亿元; with a segment where the product is looked at for one. ``lines`` has one entry for each product that the output may consist of: ``low`` and ``high`` are their least and greatest, since any split among them lies between; they are None where a line is refused or nothing was reckoned, and ``refused`` says why. ``takers`` are the names of the segments that take this one directly, ``kinds`` how."""

    figure: Stated
    product: str
    product_name: str
    lines: list[Line]
    low: float | None
    high: float | None
    table: str
    table_year: str
    cautions: list[str]
    refused: str
    segment: str
    segment_name: str
    grain: Grain | None
    takers: list[str]
    kinds: list[str]


class DemandLine(TypedDict):
    """All that follows from one stated output: how large a market is, which is no gap."""

    figure: Stated
    outputs: list[OutputProduct]
    mapping: str
    chains: list[str]
    makers: list[str]
    rows: list[Demand]
    below: list[Demand]
    cautions: list[str]
    refused: str


class DemandLinePage(TypedDict):
    data: list[DemandLine]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]
    unused: list[Unused]
    label: str
    note: str
    chains: dict[str, str]


class DocumentAnswer(TypedDict):
    """A document with its canonical text, in which ``start`` and ``end`` of its statements count."""

    key: str
    document: str
    title: str | None
    issuer: str | None
    number: str | None
    date: str | None
    form: str | None
    grade: str | None
    url: str | None
    licence: str | None
    region: str | None
    completeness: Literal["complete", "partial", ""] | None
    as_of: str | None
    declared_by: str | None
    covers: list[str] | None
    statements: list[StatementRow]
    sha256: str | None
    text: str | None
    mapping: str | None
    dropped_personal: int | None
    statements_page: StatementsPage


class DocumentAnswerItem(TypedDict):
    data: DocumentAnswer
    data_version: str
    as_of: str
    query: dict[str, str]


class DocumentFacts(TypedDict):
    """Entities, relations and figures of one document."""

    document: DocumentFact
    entities: list[EntityFact]
    relations: list[RelationFact]
    statistics: list[StatisticFact]


DocumentFactsList: TypeAlias = list[DocumentFacts]


class DrawnEdge(TypedDict):
    """A relation that is drawn, with its first quotes and rows."""

    id: str
    relation: str
    source: str
    target: str
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    review: Literal["accepted", "candidate", "rejected", ""]
    sources: NotRequired[list[str]]
    quotes: list[DrawnQuote]
    rows: list[str]
    more: int
    facts: list[tuple[str, str]]


class EdgeLine(TypedDict):
    """An edge as seen from the node, with the words that it rests on; rows of tables have no words."""

    relation: str
    direction: Literal["out", "in"]
    other: str
    other_kind: str
    other_name: str
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    review: Literal["accepted", "candidate", "rejected", ""]
    rule: str
    term: str
    statements: list[str]
    quotes: list[Quote]


class Feature(TypedDict):
    type: Literal["Feature"]
    geometry: Geometry | None
    properties: dict[str, Any]


class FeatureCollection(TypedDict):
    type: Literal["FeatureCollection"]
    features: list[Feature]
    data_version: NotRequired[str]


class FirmHere(TypedDict):
    """A firm (or platform) placed in a segment, and the rule that placed it there. ``review`` is ``accepted`` or ``candidate``; candidates are shown apart and never counted. ``status`` is a :class:`graph.evidence.Status` value."""

    key: str
    name: str
    rule: str
    term: str
    status: Literal["done", "signed", "applied", "planned", "proposed", "forecast", ""]
    review: Literal["accepted", "candidate", "rejected", ""]
    quotes: list[Quote]
    share: float | None
    place: str


class GraphPicture(TypedDict):
    """Things and relations to be drawn, nearest first, and how many were left out."""

    nodes: list[DrawnNode]
    edges: list[DrawnEdge]
    starts: list[str]
    left_out: int
    not_gone: int
    papers: dict[str, dict[str, Any]]
    kinds: dict[str, DrawnKind]
    relations: dict[str, str]
    statuses: dict[str, str]
    reviews: dict[str, str]


class GraphPictureItem(TypedDict):
    data: GraphPicture
    data_version: str
    as_of: str
    query: dict[str, str]


class JobRow(TypedDict):
    """A job: what was asked for, what has become of it, what it found, and the files that it made."""

    id: str
    kind: str
    kind_name: str
    label: str
    owner: str
    state: State
    state_name: str
    progress: Progress
    position: int | None
    cancelling: bool
    attempts: int
    created: str
    started: str | None
    ended: str | None
    expires: str | None
    expired: bool
    parameters: dict[str, Any]
    problem: dict[str, Any] | None
    result: dict[str, Any] | None
    files: list[JobFile]
    links: dict[str, str]


class JobRowData(TypedDict):
    data: JobRow


class JobRowPage(TypedDict):
    data: list[JobRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class Measures(TypedDict):
    """What tiers above T0 know of a segment; ``None`` where nothing is known. ``quotient`` is SLQ (or LQ at T1), ``gap_ratio`` g of the method; they decide classes. ``quotient_figure`` and ``gap`` say what they rest on (:mod:`queries.tiers`), ``reasons`` why one of them is not known."""

    quotient: float | None
    gap_ratio: float | None
    quotient_figure: QuotientFigure | None
    gap: GapFigure | None
    reasons: list[str]


class Nearby(TypedDict):
    """What is known of one segment in the area. ``empty`` are (city, source) where a complete source covers the segment and nothing, not even a candidate, stands in it. ``elsewhere`` are (firm, place) outside the area."""

    area: str
    cities: list[str]
    who: list[Neighbour]
    empty: list[tuple[str, str]]
    elsewhere: list[tuple[str, str]]


class Paths(TypedDict):
    """All shortest paths, at most :data:`MOST_PATHS`; ``truncated`` says that there are more."""

    start: str
    end: str
    steps: int
    paths: list[list[Step]]
    truncated: bool


class PathsItem(TypedDict):
    data: Paths
    data_version: str
    as_of: str
    query: dict[str, str]


class QuestionRow(TypedDict):
    """A question of the catalogue with its parameters and columns, and where its rows are."""

    name: NotRequired[str]
    group: NotRequired[GroupName]
    title: NotRequired[Words]
    about: NotRequired[Words]
    parameters: NotRequired[list[QuestionParameter]]
    columns: NotRequired[list[Column]]
    cypher: NotRequired[str]
    rows: NotRequired[str]


class QuestionRowPage(TypedDict):
    data: list[QuestionRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


class QuotientRowPage(TypedDict):
    data: list[QuotientRow]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]
    source: str
    unit: str
    reference: str
    sectors: list[str]
    regions: list[RegionAbout]
    cautions: list[str]
    words: str


class Reach(TypedDict):
    """The answer for one segment: verdict, who, on which level, by which sources, and a sentence. ``level`` is ``segment`` where somebody stands in the segment, ``chain`` where only a cluster of the whole chain is known (the verdict is then unknown), else empty. ``source`` and ``grade`` are those of ``who`` on that level, or of the lists that say that nobody does."""

    verdict: Verdict
    verdict_zh: str
    area: str
    level: str
    who: list[Neighbour]
    source: str
    grade: str
    sentence: str


class SegmentNode(TypedDict):
    """A segment as one chain's template places it, with what is known of it locally. ``name`` is what this chain's template calls it, ``canonical`` the name of the shared node. ``covered_by`` holds the keys of complete sources only. ``elsewhere`` are firms whose accepted locations all lie outside the region: never counted, but within reach; and those of unknown place (``UNPLACED``) that only a source of another or a wider region names. ``towns`` are those in which its firms, or the clusters and industries that accepted statements say to make it, lie. ``nearby`` is what the other cities of the area have of it."""

    key: str
    name: str
    position: str
    stage: str
    parent: str
    rank: int
    shared_with: list[str]
    covered_by: list[str]
    firms: list[FirmHere]
    mentions: list[Quote]
    gbt4754: list[str]
    canonical: str
    aliases: list[str]
    elsewhere: list[FirmHere]
    towns: list[str]
    nearby: Nearby


class StabilityAnswer(TypedDict):
    """The runs that were made, and how often each row stays as it is."""

    chain: str
    name: str
    top: int
    runs: dict[Family, list[str]]
    rows: list[StableRow]
    parameters: GapParameters


class StabilityAnswerItem(TypedDict):
    data: StabilityAnswer
    data_version: str
    as_of: str
    query: dict[str, str]


StandingData = TypedDict(
    "StandingData",
    {
        "class": GapClass,
        "class_zh": str,
        "tier": Tier,
        "rank": int,
        "verify_rank": int,
        "extension": bool,
        "sentence": str,
        "counts": list[int],
        "verify_upstream": int,
        "gap": float,
    },
)


class SupposedChanges(TypedDict):
    """What was supposed."""

    add: list[SupposedFirm]
    remove: list[SupposedFirm]
    complete: list[str]


class ChainAnswer(TypedDict):
    """A chain: its segments and the inputs between them, its leaders and members, its classes counted."""

    key: str
    name: str
    aliases: list[str]
    version: str
    author: str
    scope: str
    counts: dict[GapClass, int]
    segments: list[SegmentLine]
    inputs: list[InputEdge]
    leaders: list[FirmHere]
    members: list[FirmHere]
    sources: list[Source]
    links: dict[str, str]


class ChainAnswerItem(TypedDict):
    data: ChainAnswer
    data_version: str
    as_of: str
    query: dict[str, str]
    parameters: GapParameters
    tiers: list[Tier]
    documents: list[str]


class EdgeGroup(TypedDict):
    """The edges of one relation and direction, counted, with the first ones and where all are."""

    relation: str
    zh: str
    direction: Literal["out", "in"]
    total: int
    accepted: int
    edges: list[EdgeLine]
    all: str


class EdgeGroupOrEdgeLinePage(TypedDict):
    data: list[EdgeGroup | EdgeLine]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]


GapLine = TypedDict(
    "GapLine",
    {
        "chain": str,
        "chain_name": str,
        "segment": str,
        "name": str,
        "position": str,
        "stage": str,
        "class": GapClass,
        "class_zh": str,
        "mark": str,
        "tier": Tier,
        "rank": int | None,
        "verify_rank": int | None,
        "verify_gain": int,
        "verify_why": str,
        "sentence": str,
        "next_tier": str,
        "suppliers": float | None,
        "equal_shares": bool,
        "lost_share": float,
        "lost_in": str,
        "lost": list[str],
        "extension": bool,
        "local": bool,
        "breaks_direct": list[str],
        "breaks_indirect": list[str],
        "local_direct": list[str],
        "local_indirect": list[str],
        "leaders_hit": list[str],
        "inputs": list[str],
        "inputs_local": list[str],
        "shared_with": list[str],
        "covered_by": list[str],
        "gbt4754": list[str],
        "ask": list[str],
        "would_change": list[str],
        "reach": Reach,
        "firms": list[FirmLine],
        "quotes": list[Quote],
        "statements": list[str],
        "why": str,
    },
)


class GapLinePage(TypedDict):
    data: list[GapLine]
    next: str | None
    truncated: bool
    total: int | None
    limit: int
    data_version: str
    as_of: str
    query: dict[str, str]
    parameters: GapParameters
    tiers: list[Tier]
    documents: list[str]


class GapRow(TypedDict):
    """The answer for one segment. ``breaks_direct`` / ``breaks_indirect``: keys of the segments downstream that take it directly / only through others; the ``local_`` ones are those of them that are known to be made here. ``sentence`` says the class and its reason in Chinese; ``next_tier`` what is missing for the next tier. ``leaders_hit`` holds firm keys; ``leaders_direct`` those in segments that take it directly. ``verify_gain`` is the number of local segments that take it directly and lose it if verifying finds it absent, less those that do if it finds it present (none); 0 where an accepted firm already rules absence out. ``verify_upstream`` are the segments whose own counts rise if it is found present. ``rank`` and ``verify_rank`` start at 1; 0 means not ranked there. ``tied_with`` names the rows whose every count is the same. ``lost`` are the local downstream segments that lose every path of inputs without it, in the chain ``lost_in`` where that share is largest. ``suppliers`` is N; ``equal_shares`` says that shares are taken as equal. ``cut_here`` are those of the row's own chain, of all chains where it stands for all; ``leaders_cut`` the chain leaders in them. ``wide_*`` count over all chains, where a shared segment is one node. ``local`` says that it is known to be made here. ``demand`` is what stated outputs take of it (:mod:`queries.demand`): beside the class, never part of it."""

    segment: SegmentNode
    gap_class: GapClass
    tier: Tier
    sentence: str
    breaks_direct: list[str]
    breaks_indirect: list[str]
    local_direct: list[str]
    local_indirect: list[str]
    leaders_hit: list[str]
    extension: bool
    next_tier: str
    verify_gain: int
    verify_why: str
    rank: int
    verify_rank: int
    tied_with: list[str]
    leaders_direct: list[str]
    verify_upstream: list[str]
    suppliers: float | None
    equal_shares: bool
    lost: list[str]
    lost_share: float
    lost_in: str
    inputs: list[str]
    inputs_local: list[str]
    wide_direct: list[str]
    wide_indirect: list[str]
    wide_local: list[str]
    ask: list[str]
    would_change: list[str]
    reach: Reach
    local: bool
    cut_here: list[str]
    leaders_cut: list[str]
    demand: list[Demand]
    measures: Measures


class SegmentChange(TypedDict):
    """A segment of one chain before and after."""

    segment: str
    name: str
    moved_only: bool
    why: str
    before: StandingData
    after: StandingData


WhyAnswer = TypedDict(
    "WhyAnswer",
    {
        "class": GapClass,
        "class_zh": str,
        "row": GapRow,
        "elsewhere": list[tuple[str, GapRow]],
        "inputs": list[Tie],
        "outputs": list[Tie],
        "leaders": list[FirmHere],
        "quotes": list[Quote],
        "coverage": list[Source],
        "asked": list[AskedAgain],
        "would_change": list[str],
    },
)


class WhyAnswerItem(TypedDict):
    data: WhyAnswer
    data_version: str
    as_of: str
    query: dict[str, str]
    parameters: GapParameters
    tiers: list[Tier]
    documents: list[str]
    chain: str
    tier: Tier


class ChainChange(TypedDict):
    """A chain of which answers would change."""

    chain: str
    name: str
    counts_before: dict[GapClass, int]
    counts_after: dict[GapClass, int]
    rows: list[SegmentChange]


class WhatIfAnswer(TypedDict):
    """What would change, chain by chain; nothing of it is stored."""

    stored: bool
    changes: SupposedChanges
    notes: list[str]
    untouched: int
    chains: list[ChainChange]
    parameters: GapParameters


class WhatIfAnswerItem(TypedDict):
    data: WhatIfAnswer
    data_version: str
    as_of: str
    query: dict[str, str]
