"""The rest of a season in every universe: games, conference tournaments, selection, bracket."""

from engine.run.projection.from_snapshot import project_snapshot
from engine.run.projection.job import submit_projection
from engine.run.projection.play import Projection, ProjectionSpec, project
from engine.run.projection.so_far import resumes

__all__ = [
    "Projection",
    "ProjectionSpec",
    "project",
    "project_snapshot",
    "resumes",
    "submit_projection",
]
