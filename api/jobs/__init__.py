"""Long work: a ledger of jobs beside the store, a process of its own for each, one writer at a time.

::

    ledger.py   what was asked for and what became of it, in jobs.sqlite (several processes share it)
    folder.py   jobs/: the uploads and results of each job, within a quota
    kinds.py    what a job can be: whether it writes, and whether it may be taken up again
    runner.py   takes jobs in order, starts a process for each, watches, cancels, recovers
    process.py  the process as its runner sees it: what it tells, its memory, stopping it
    child.py    the process as it sees itself; task.py is what the work is given
    work/       the work: imports, reviews, exports, stability, build
"""
