"""The resources as methods. Generated: python -m tests.http.client_maker."""

from __future__ import annotations

from typing import IO, Any, Literal, cast

from api.client import rows
from api.client.lists import Download, Rows
from api.client.transport import Given, Transport, part


class Calls(Transport):
    """One method for each operation of the description."""

    def audit(
        self, *, since: str | None = None, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.AuditLine, rows.AuditLinePage]:
        """谁在什么时候改了什么 · who changed what, when

        List what was changed, the newest first. Each entry holds the hash of the one before.
        """
        return Rows(self, "/api/v1/audit", {"since": since, "limit": limit, "fields": fields})

    def bottlenecks(
        self, *, chain: str | None = None, limit: int | None = None, set_: str | None = None
    ) -> rows.BottlenecksAnswerItem:
        """瓶颈 · on what several chains hang

        List segments on which several chains hang; of one chain, those that cut local segments and leaders
        off.
        """
        return cast(
            "rows.BottlenecksAnswerItem",
            self.read("/api/v1/bottlenecks", {"chain": chain, "limit": limit, "set": set_}),
        )

    def chain(self, key: str) -> rows.ChainAnswerItem:
        """一条产业链 · one chain

        Return a chain: its segments and inputs, leaders, members, classes counted.
        """
        return cast("rows.ChainAnswerItem", self.read(f"/api/v1/chains/{part(key)}", {}))

    def chain_check_list(
        self, key: str, *, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.GapLine, rows.GapLinePage]:
        """一条链的核查清单 · what to verify first

        List what verifying would change, most first.
        """
        return Rows(self, f"/api/v1/chains/{part(key)}/check-list", {"limit": limit, "fields": fields})

    def chain_gaps(
        self,
        key: str,
        *,
        class_: str | None = None,
        tier: rows.Tier | None = None,
        sort: str | None = None,
        set_: str | None = None,
        limit: int | None = None,
        fields: str | None = None,
    ) -> Rows[rows.GapLine, rows.GapLinePage]:
        """一条链的环节和类别 · the segments of a chain

        List the segments of a chain in rank order.
        """
        return Rows(
            self,
            f"/api/v1/chains/{part(key)}/gaps",
            {"class": class_, "tier": tier, "sort": sort, "set": set_, "limit": limit, "fields": fields},
        )

    def chain_map_png(self, key: str, *, width: int | None = None) -> Download:
        """缺口图 PNG · the chain-gap map

        Draw the chain-gap map as a picture.
        """
        return Download(self, f"/api/v1/chains/{part(key)}/map.png", {"width": width}, "image/png")

    def chain_map_svg(self, key: str) -> Download:
        """缺口图 SVG · the chain-gap map

        Draw the chain-gap map.
        """
        return Download(self, f"/api/v1/chains/{part(key)}/map.svg", {}, "image/svg+xml")

    def chain_stability(self, key: str, *, top: int | None = None, set_: str | None = None) -> rows.StabilityAnswerItem:
        """稳不稳，一条链 · how stable an answer is

        Tell in how many runs with other thresholds and evidence each row keeps its class and place.
        """
        return cast(
            "rows.StabilityAnswerItem", self.read(f"/api/v1/chains/{part(key)}/stability", {"top": top, "set": set_})
        )

    def chains(self, *, limit: int | None = None, fields: str | None = None) -> Rows[rows.ChainRow, rows.ChainRowPage]:
        """产业链 · chains

        List the chains with their segments, firms and policies counted.
        """
        return Rows(self, "/api/v1/chains", {"limit": limit, "fields": fields})

    def change(
        self, load: str, *, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.ChangeRow, rows.ChangeRowPage]:
        """一次载入的变动 · the changes of one load

        List what one load added, changed and withdrew; of a first load only the counts are kept.
        """
        return Rows(self, f"/api/v1/changes/{part(load)}", {"limit": limit, "fields": fields})

    def changes(
        self,
        *,
        since: str | None = None,
        source: str | None = None,
        limit: int | None = None,
        fields: str | None = None,
    ) -> Rows[rows.LoadRow, rows.LoadRowPage]:
        """每次载入的变动 · what loads changed

        List the loads that changed something, newest first; ``changes/{load}`` tells one by one.
        """
        return Rows(self, "/api/v1/changes", {"since": since, "source": source, "limit": limit, "fields": fields})

    def check_list(
        self, *, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.GapLine, rows.GapLinePage]:
        """全市的核查清单 · what to verify first over all chains

        List what verifying would change over all chains, a shared segment being one row.
        """
        return Rows(self, "/api/v1/check-list", {"limit": limit, "fields": fields})

    def conflicts(
        self, *, subject: str | None = None, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.Conflict, rows.ConflictPage]:
        """对不上的数字 · figures that do not agree

        List pairs of figures that do not agree, side by side with their words; nothing is decided here.
        """
        return Rows(self, "/api/v1/conflicts", {"subject": subject, "limit": limit, "fields": fields})

    def coverage(
        self, *, chain: str | None = None, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.ChainCoverage, rows.ChainCoveragePage]:
        """哪份来源覆盖到哪里 · what each source covers

        List chains with what each source covers of them, and what one more complete list would open.
        """
        return Rows(self, "/api/v1/coverage", {"chain": chain, "limit": limit, "fields": fields})

    def cypher(self, body: rows.CypherBody) -> rows.CypherRowPage:
        """自己写的 Cypher，只读 · a query of one's own, reading only

        Run a reading query: checked first, then in a process of its own with limits on time, rows, size and
        memory.
        """
        return cast("rows.CypherRowPage", self.send("POST", "/api/v1/cypher", {}, body=body))

    def delete_job(self, job: str) -> rows.JobRowData:
        """取消任务 · cancel a job

        Cancel a job: at once while it waits; one that runs is told to stop, and the store stays as it was.
        """
        return cast("rows.JobRowData", self.send("DELETE", f"/api/v1/jobs/{part(job)}", {}))

    def delete_session(self) -> rows.SessionAnswerData:
        """退出 · sign out

        End the session, on every machine that has its cookie.
        """
        return cast("rows.SessionAnswerData", self.send("DELETE", "/api/v1/session", {}))

    def demand(
        self, *, chain: str | None = None, table: str | None = None, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.DemandLine, rows.DemandLinePage]:
        """需求额 · what stated outputs take

        List what each stated output takes of each product and segment, by national coefficients; no gap.
        """
        return Rows(self, "/api/v1/demand", {"chain": chain, "table": table, "limit": limit, "fields": fields})

    def document(self, key: str, *, offset: int | None = None, limit: int | None = None) -> rows.DocumentAnswerItem:
        """一份文献：全文和陈述 · a document with its text

        Return a document, its canonical text, and its statements by place; ``start``, ``end`` count in the
        text.
        """
        return cast(
            "rows.DocumentAnswerItem", self.read(f"/api/v1/documents/{part(key)}", {"offset": offset, "limit": limit})
        )

    def documents(
        self, *, form: str | None = None, text: str | None = None, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.DocumentRow, rows.DocumentRowPage]:
        """文献 · documents

        List documents with how many statements each has; ``text`` is part of the title, key or number.
        """
        return Rows(self, "/api/v1/documents", {"form": form, "text": text, "limit": limit, "fields": fields})

    def exports_all(self, *, review: Literal["accepted", "all"] | None = None, kinds: str | None = None) -> Download:
        """整个库 · everything

        Export nodes and edges, with candidates unless told otherwise; ``liantu load export`` takes it back.
        """
        return Download(self, "/api/v1/exports/all", {"review": review, "kinds": kinds}, "application/x-ndjson")

    def exports_edges(self, *, review: Literal["accepted", "all"] | None = None, kinds: str | None = None) -> Download:
        """关系 · edges

        Export edges with the statements that they rest on.
        """
        return Download(self, "/api/v1/exports/edges", {"review": review, "kinds": kinds}, "application/x-ndjson")

    def exports_facts(
        self, *, document: str | None = None, review: Literal["accepted", "candidate", "rejected", "all"] | None = None
    ) -> Download:
        """文献里的事实 · facts of documents

        Export entities, relations and figures of documents with quotes and offsets, one object a document.
        """
        return Download(self, "/api/v1/exports/facts", {"document": document, "review": review}, "application/x-ndjson")

    def exports_nodes(self, *, review: Literal["accepted", "all"] | None = None, kinds: str | None = None) -> Download:
        """节点 · nodes

        Export nodes with all their properties.
        """
        return Download(self, "/api/v1/exports/nodes", {"review": review, "kinds": kinds}, "application/x-ndjson")

    def exports_places(self) -> Download:
        """地方和位于那里的 · places and what stands there

        Export places and what stands in them as GeoJSON, where boundaries are set.
        """
        return Download(self, "/api/v1/exports/places", {}, "application/geo+json")

    def gaps(
        self,
        *,
        class_: str | None = None,
        tier: rows.Tier | None = None,
        chain: str | None = None,
        sort: str | None = None,
        set_: str | None = None,
        limit: int | None = None,
        fields: str | None = None,
    ) -> Rows[rows.GapLine, rows.GapLinePage]:
        """全部产业链的环节和类别 · segments of all chains with their class

        List the segments of all chains, chain by chain in rank order; ``set`` asks with other thresholds.
        """
        return Rows(
            self,
            "/api/v1/gaps",
            {
                "class": class_,
                "tier": tier,
                "chain": chain,
                "sort": sort,
                "set": set_,
                "limit": limit,
                "fields": fields,
            },
        )

    def graph(
        self,
        *,
        key: str,
        hops: int | None = None,
        relations: str | None = None,
        review: Literal["accepted", "all"] | None = None,
        most: int | None = None,
    ) -> rows.GraphPartItem:
        """周围的图 · the graph around things

        Return nodes and the edges between them, whichever way they point; more than ``most`` is refused.
        """
        return cast(
            "rows.GraphPartItem",
            self.read(
                "/api/v1/graph", {"key": key, "hops": hops, "relations": relations, "review": review, "most": most}
            ),
        )

    def graph_html(
        self,
        *,
        key: str,
        hops: int | None = None,
        relations: str | None = None,
        review: Literal["accepted", "all"] | None = None,
        most: int | None = None,
    ) -> Download:
        """周围的图，单独一个文件 · the graph as one file

        Return the picture as one HTML file that opens anywhere, with the network off.
        """
        return Download(
            self,
            "/api/v1/graph.html",
            {"key": key, "hops": hops, "relations": relations, "review": review, "most": most},
            "text/html",
        )

    def graph_picture(
        self,
        *,
        key: str,
        hops: int | None = None,
        relations: str | None = None,
        review: Literal["accepted", "all"] | None = None,
        most: int | None = None,
    ) -> rows.GraphPictureItem:
        """画图用的数据 · the graph to be drawn

        Return things and the relations between them with their quotes, cut nearest first; ``left_out`` tells
        how many.
        """
        return cast(
            "rows.GraphPictureItem",
            self.read(
                "/api/v1/graph/picture",
                {"key": key, "hops": hops, "relations": relations, "review": review, "most": most},
            ),
        )

    def health(self) -> rows.Health:
        """服务在不在 · is the service up

        Tell that the process answers; the store is not asked.
        """
        return cast("rows.Health", self.read("/api/v1/health", {}))

    def imports_form(self, name: str) -> Download:
        """空表 · an empty form

        Return an empty form of a mapping: drop-downs, notes, an example row.
        """
        return Download(
            self,
            f"/api/v1/imports/forms/{part(name)}.xlsx",
            {},
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )

    def imports_mappings(
        self, *, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.MappingRow, rows.MappingRowPage]:
        """自带的映射 · mappings that ship

        List the mappings that ship, with their columns.
        """
        return Rows(self, "/api/v1/imports/mappings", {"limit": limit, "fields": fields})

    def job(self, job: str, *, wait: float | None = None) -> rows.JobRowData:
        """一个任务 · one job

        Tell what became of a job: its state, how far it is, its refusal, its result and files.
        """
        return cast("rows.JobRowData", self.read(f"/api/v1/jobs/{part(job)}", {"wait": wait}))

    def job_result(self, job: str) -> Download:
        """任务的结果文件 · what a job made

        Return the first file that a job made.
        """
        return Download(self, f"/api/v1/jobs/{part(job)}/result", {}, "application/octet-stream")

    def job_result_name(self, job: str, name: str) -> Download:
        """任务的一个结果文件 · one of the files a job made

        Return a file that a job made, such as the workbook of rejected rows.
        """
        return Download(self, f"/api/v1/jobs/{part(job)}/result/{part(name)}", {}, "application/octet-stream")

    def jobs(
        self,
        *,
        state: rows.State | None = None,
        kind: Literal["import", "guess", "review", "pair", "export", "stability", "build"] | None = None,
        limit: int | None = None,
        fields: str | None = None,
    ) -> Rows[rows.JobRow, rows.JobRowPage]:
        """任务 · jobs

        List the caller's own jobs, newest first; with scope admin everybody's.
        """
        return Rows(self, "/api/v1/jobs", {"state": state, "kind": kind, "limit": limit, "fields": fields})

    def metrics(self) -> Download:
        """数字 · numbers for Prometheus

        Return counts and times of requests by route.
        """
        return Download(self, "/api/v1/metrics", {}, "text/plain")

    def node(self, key: str) -> rows.NodeAnswerItem:
        """一个节点 · one node

        Return a node with all its properties, who said what of it, and where its relations are.
        """
        return cast("rows.NodeAnswerItem", self.read(f"/api/v1/nodes/{part(key)}", {}))

    def node_neighbours(
        self,
        key: str,
        *,
        relation: str | None = None,
        direction: Literal["out", "in"] | None = None,
        limit: int | None = None,
        fields: str | None = None,
    ) -> Rows[rows.EdgeGroup | rows.EdgeLine, rows.EdgeGroupOrEdgeLinePage]:
        """一个节点的关系 · what is joined to a node

        Group what is joined to a node by relation with counts; with ``relation``, page through one group.
        """
        return Rows(
            self,
            f"/api/v1/nodes/{part(key)}/neighbours",
            {"relation": relation, "direction": direction, "limit": limit, "fields": fields},
        )

    def nodes(
        self,
        *,
        kind: str,
        sort: str | None = None,
        limit: int | None = None,
        fields: str | None = None,
        filters: Given | None = None,
    ) -> Rows[rows.NodeRow, rows.NodeRowPage]:
        """一种节点 · nodes of a kind

        List the nodes of a kind, filtered by its own properties: ``name=…``, ``name.contains=…``,
        ``issued.from=…``.
        """
        return Rows(
            self, "/api/v1/nodes", {**(filters or {}), "kind": kind, "sort": sort, "limit": limit, "fields": fields}
        )

    def paths(self, *, from_: str, to: str, steps: int | None = None) -> rows.PathsItem:
        """怎样相连 · how two things are joined

        Return all shortest paths of accepted relations, each step with its statements.
        """
        return cast("rows.PathsItem", self.read("/api/v1/paths", {"from": from_, "to": to, "steps": steps}))

    def post_build(self) -> rows.JobRowData:
        """载入自带的 · load what ships

        Have everything loaded that ships, as ``liantu build`` does; what was reviewed stands.
        """
        return cast("rows.JobRowData", self.send("POST", "/api/v1/build", {}))

    def post_chain_what_if(self, key: str, body: rows.PostChainWhatIfBody) -> rows.WhatIfAnswerItem:
        """假如，一条链 · what would change

        Tell which answers of a chain would change.
        """
        return cast("rows.WhatIfAnswerItem", self.send("POST", f"/api/v1/chains/{part(key)}/what-if", {}, body=body))

    def post_exports(self, body: rows.PostExportsBody) -> rows.JobRowData:
        """导出成文件 · an export as a file

        Have an export written into a file, which can be fetched again and again until it expires.
        """
        return cast("rows.JobRowData", self.send("POST", "/api/v1/exports", {}, body=body))

    def post_imports(
        self,
        file: bytes | IO[bytes],
        *,
        form: Literal["table", "letter", "chain", "places", "decisions", "export"] | None = None,
        mapping: str | None = None,
        name: str | None = None,
        key: str | None = None,
        replace: bool | None = None,
        dry_run: bool | None = None,
        complete: bool | None = None,
        covers: str | None = None,
        as_of: str | None = None,
        declared_by: str | None = None,
    ) -> rows.JobRowData:
        """载入一份文件 · import a file

        Take a file and have it loaded, all or nothing; ``dry_run`` only says what would change.
        """
        return cast(
            "rows.JobRowData",
            self.send(
                "POST",
                "/api/v1/imports",
                {
                    "form": form,
                    "mapping": mapping,
                    "name": name,
                    "key": key,
                    "replace": replace,
                    "dry_run": dry_run,
                    "complete": complete,
                    "covers": covers,
                    "as_of": as_of,
                    "declared_by": declared_by,
                },
                file=file,
            ),
        )

    def post_imports_guess(self, file: bytes | IO[bytes], *, name: str | None = None) -> rows.JobRowData:
        """猜一份映射 · propose a mapping

        Take a table and have a mapping proposed from its headers, for a person to correct.
        """
        return cast("rows.JobRowData", self.send("POST", "/api/v1/imports/guess", {"name": name}, file=file))

    def post_review(self, body: rows.PostReviewBody) -> rows.DecidedAnswersOrDecidedAnswerData | rows.JobRowData:
        """审核几条陈述 · decide on statements

        Take several decisions, all or none.
        """
        return cast(
            "rows.DecidedAnswersOrDecidedAnswerData | rows.JobRowData",
            self.send("POST", "/api/v1/review", {}, body=body),
        )

    def post_review_pairs(
        self, body: rows.PostReviewPairsBody, *, if_match: str | None = None
    ) -> rows.PairDecidedData | rows.JobRowData:
        """定两家是不是同一家 · decide on two firms

        Decide that two names are one firm, or two; what was decided before is overwritten only with ``If-
        Match``.
        """
        return cast(
            "rows.PairDecidedData | rows.JobRowData",
            self.send("POST", "/api/v1/review/pairs", {}, body=body, headers={"If-Match": if_match}),
        )

    def post_review_statement(
        self, statement: str, body: rows.PostReviewStatementBody, *, if_match: str | None = None
    ) -> rows.DecidedAnswerData | rows.JobRowData:
        """审核一条陈述 · decide on a statement

        Accept, reject or correct a statement.
        """
        return cast(
            "rows.DecidedAnswerData | rows.JobRowData",
            self.send("POST", f"/api/v1/review/{part(statement)}", {}, body=body, headers={"If-Match": if_match}),
        )

    def post_session(self, body: rows.PostSessionBody) -> rows.SessionAnswerData:
        """登录 · sign in

        Sign in with a key, in the body or as ``Authorization: Bearer``; the answer sets a cookie.
        """
        return cast("rows.SessionAnswerData", self.send("POST", "/api/v1/session", {}, body=body))

    def post_stability(self, body: rows.PostStabilityBody) -> rows.JobRowData:
        """稳不稳，结果成文件 · how stable the answers are, as a file

        Have it worked out how stable the answers are, for stores where that takes its time.
        """
        return cast("rows.JobRowData", self.send("POST", "/api/v1/stability", {}, body=body))

    def post_what_if(self, body: rows.PostWhatIfBody) -> rows.WhatIfAnswerItem:
        """假如 · what would change

        Tell which answers of all chains would change; ``add`` and ``remove`` are ``企业@环节``.
        """
        return cast("rows.WhatIfAnswerItem", self.send("POST", "/api/v1/what-if", {}, body=body))

    def problem(self, name: str) -> rows.ProblemKind:
        """一种问题 · one kind of problem

        Explain a code; the type of every problem leads here.
        """
        return cast("rows.ProblemKind", self.read(f"/api/v1/problems/{part(name)}", {}))

    def problems(self) -> rows.ProblemCodes:
        """问题的代码 · codes of problems

        List the codes that a problem may have.
        """
        return cast("rows.ProblemCodes", self.read("/api/v1/problems", {}))

    def queries(
        self, *, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.QuestionRow, rows.QuestionRowPage]:
        """现成的问题 · ready questions

        List the questions of the catalogue with their parameters and columns.
        """
        return Rows(self, "/api/v1/queries", {"limit": limit, "fields": fields})

    def query(
        self, name: str, filters: Given | None = None, *, limit: int | None = None, fields: str | None = None
    ) -> Rows[dict[str, Any], rows.AnswerRowPage]:
        """问一个现成的问题 · ask a question

        Ask a question; its parameters, as its header declares them, are query parameters here.
        """
        return Rows(self, f"/api/v1/queries/{part(name)}", {**(filters or {}), "limit": limit, "fields": fields})

    def ready(self) -> rows.ReadyAnswer:
        """能不能读库 · can it read

        Tell that the store can be read and what its data version is; 503 where it cannot.
        """
        return cast("rows.ReadyAnswer", self.read("/api/v1/ready", {}))

    def reference(
        self, *, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.ReferenceRow, rows.ReferenceRowPage]:
        """自带的投入产出表 · input-output tables that ship

        List the tables that ship, for multipliers and quotients.
        """
        return Rows(self, "/api/v1/reference", {"limit": limit, "fields": fields})

    def reference_multiplier(
        self,
        table: str,
        *,
        flows: Literal["domestic", "total"] | None = None,
        limit: int | None = None,
        fields: str | None = None,
    ) -> Rows[rows.MultiplierRow, rows.MultiplierRowPage]:
        """投入产出表的乘数 · multipliers of a table

        List the sectors of a table that ships with output multipliers, linkages and extraction losses.
        """
        return Rows(
            self, f"/api/v1/reference/multipliers/{part(table)}", {"flows": flows, "limit": limit, "fields": fields}
        )

    def reference_quotient(
        self, table: str, *, delta: float | None = None, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.QuotientRow, rows.QuotientRowPage]:
        """区位商 · location quotients of a table

        List the sectors of each region of a table that ships with their location quotients.
        """
        return Rows(
            self, f"/api/v1/reference/quotients/{part(table)}", {"delta": delta, "limit": limit, "fields": fields}
        )

    def review(
        self,
        *,
        document: str | None = None,
        predicate: str | None = None,
        subject: str | None = None,
        text: str | None = None,
        review: rows.Review | None = None,
        limit: int | None = None,
        fields: str | None = None,
    ) -> Rows[rows.WaitingRow, rows.WaitingRowPage]:
        """等待审核的陈述 · statements waiting for review

        List statements by review state, by document and place, each with the tag of its state.
        """
        return Rows(
            self,
            "/api/v1/review",
            {
                "document": document,
                "predicate": predicate,
                "subject": subject,
                "text": text,
                "review": review,
                "limit": limit,
                "fields": fields,
            },
        )

    def review_pairs(
        self, *, firm: str | None = None, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.PairRow, rows.PairRowPage]:
        """可能是同一家的企业 · firms that may be one

        List pairs of firms that may be one and on which nobody decided, each with its reason and words.
        """
        return Rows(self, "/api/v1/review/pairs", {"firm": firm, "limit": limit, "fields": fields})

    def review_statement(self, statement: str) -> rows.WaitingRowItem:
        """一条待审的陈述 · one statement with the tag of its state

        Return a statement; its ETag is that of its state, to be sent back as ``If-Match``.
        """
        return cast("rows.WaitingRowItem", self.read(f"/api/v1/review/{part(statement)}", {}))

    def search(
        self, *, q: str, kinds: str | None = None, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.FoundLine, rows.FoundLinePage]:
        """按名称、别名、全拼、首字母找 · find by name or pinyin

        Find things whose name, alias, full pinyin or initials hold a text, best first.
        """
        return Rows(self, "/api/v1/search", {"q": q, "kinds": kinds, "limit": limit, "fields": fields})

    def segment_targets(
        self, key: str, *, limit: int | None = None, fields: str | None = None
    ) -> Rows[rows.TargetLine, rows.TargetLinePage]:
        """可以去谈的企业 · firms elsewhere that make its products

        List firms elsewhere by the number of products that fit; leads, each with its row or words.
        """
        return Rows(self, f"/api/v1/segments/{part(key)}/targets", {"limit": limit, "fields": fields})

    def segment_why(self, key: str, *, chain: str | None = None) -> rows.WhyAnswerItem:
        """一个环节为什么是这一类 · why a segment has its class

        Explain the class of a segment: the row, its inputs, firms, words, and the questions to ask again.
        """
        return cast("rows.WhyAnswerItem", self.read(f"/api/v1/segments/{part(key)}/why", {"chain": chain}))

    def session(self) -> rows.SessionAnswerData:
        """我是谁，能做什么 · who am I, what may I do

        Tell the name and scope of the key, and for a session the token that its writes have to send.
        """
        return cast("rows.SessionAnswerData", self.read("/api/v1/session", {}))

    def stability(self, *, top: int | None = None, set_: str | None = None) -> rows.StabilityAnswerItem:
        """稳不稳 · how stable the answers are

        Tell it of all chains together; ``POST /stability`` has it done as a job.
        """
        return cast("rows.StabilityAnswerItem", self.read("/api/v1/stability", {"top": top, "set": set_}))

    def statement(self, key: str) -> rows.StatementAnswerItem:
        """一条陈述 · one statement

        Return a statement with its words and their place.
        """
        return cast("rows.StatementAnswerItem", self.read(f"/api/v1/statements/{part(key)}", {}))

    def statements(
        self,
        *,
        document: str | None = None,
        subject: str | None = None,
        object: str | None = None,
        predicate: str | None = None,
        status: rows.Status | None = None,
        review: rows.Review | None = None,
        text: str | None = None,
        limit: int | None = None,
        fields: str | None = None,
    ) -> Rows[rows.StatementRow, rows.StatementRowPage]:
        """陈述和原文 · statements with their words

        List statements by document and place; subject and object by key or as written, ``text`` is part of
        the words.
        """
        return Rows(
            self,
            "/api/v1/statements",
            {
                "document": document,
                "subject": subject,
                "object": object,
                "predicate": predicate,
                "status": status,
                "review": review,
                "text": text,
                "limit": limit,
                "fields": fields,
            },
        )
