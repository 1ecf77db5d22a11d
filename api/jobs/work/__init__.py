"""The work of jobs: one function a kind, which is given a :class:`api.jobs.task.Task` and returns plain data."""
