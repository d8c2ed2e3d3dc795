"""Who may use what staff use, and when they are asked who they are."""

from core.views.fresh import ask_to_confirm, freshly_confirmed

__all__ = ["ask_to_confirm", "freshly_confirmed"]
