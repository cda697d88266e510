"""The back-office of programmes: calls, their questions, the programmes, the plan and the reference lists."""

from programmes import (
    admin_calls,
    admin_orientation,
    admin_pathway,
    admin_programmes,
    admin_questions,
    admin_rules,
    imports,
)

__all__ = [
    "admin_calls",
    "admin_orientation",
    "admin_pathway",
    "admin_programmes",
    "admin_questions",
    "admin_rules",
    "imports",
]
