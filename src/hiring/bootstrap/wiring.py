"""All use cases together."""

from dataclasses import dataclass

from hiring.bootstrap.use_cases.access import Access
from hiring.bootstrap.use_cases.dataset import Dataset
from hiring.bootstrap.use_cases.models import Models
from hiring.bootstrap.use_cases.monitoring import Monitoring
from hiring.bootstrap.use_cases.ranking import Ranking
from hiring.bootstrap.use_cases.serving import Serving


@dataclass(frozen=True, slots=True)
class Hiring(Dataset, Models, Ranking, Serving, Monitoring, Access):
    """For those who need several groups of them: the service, and commands that do all steps."""
