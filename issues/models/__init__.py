from issues.models.area import IssueArea
from issues.models.pages import IssueIndexPage, IssuePage
from issues.models.position import PolicyPosition

__all__ = ["IssueArea", "IssueIndexPage", "IssuePage", "PolicyPosition"]
