"""The back-office of programmes: calls, the programmes themselves, the plan and the reference lists."""

from programmes import admin_calls, admin_orientation, admin_pathway, admin_programmes, admin_rules, imports

__all__ = ["admin_calls", "admin_orientation", "admin_pathway", "admin_programmes", "admin_rules", "imports"]
